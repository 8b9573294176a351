import { normaliseAuthorization, normaliseToken } from './normalise-params';

const RES = 'https://api.duvo.test/v1/mcp';

function authorization(query: string): Record<string, string[]> {
  const params = new URLSearchParams(query);
  normaliseAuthorization(params, RES);
  return Object.fromEntries([...new Set(params.keys())].map((key) => [key, params.getAll(key)]));
}

describe('scope at the authorization endpoint', () => {
  it.each([
    ['', ['mcp:read mcp:write']],
    ['scope=', ['mcp:read mcp:write']],
    ['scope=%20offline_access', ['offline_access mcp:read mcp:write']],
    ['scope=%2Boffline_access', ['offline_access mcp:read mcp:write']],
    ['scope=mcp:read%20%20openid', ['mcp:read openid']],
    ['scope=mcp:read%20repo%20user:email', ['mcp:read']],
    ['scope=claudeai', ['mcp:read mcp:write']],
    ['scope=mcp:read&scope=mcp:write', ['mcp:read', 'mcp:write']],
  ])('%s', (query, scope) => {
    expect(authorization(query).scope).toEqual(scope);
  });

  it('drops NUL, and changes nothing else about the list', () => {
    expect(authorization('scope=openid&nonce=a%00b&state=x&state=y%00')).toMatchObject({
      nonce: ['ab'],
      state: ['x', 'y'],
    });
  });

  it('drops nonce and max_age without openid, and keeps them with it', () => {
    expect(authorization('scope=mcp:read&nonce=n&max_age=1')).toEqual({ scope: ['mcp:read'] });
    expect(authorization('scope=openid%20mcp:read&nonce=n')).toMatchObject({ nonce: ['n'] });
  });

  it('leaves a pushed request alone', () => {
    expect(authorization('request_uri=urn:x')).toEqual({ request_uri: ['urn:x'] });
  });
});

describe('resource', () => {
  it.each([
    [RES],
    [`${RES}/`],
    ['https://api.duvo.test'],
    ['https://api.duvo.test/'],
    ['HTTPS://API.Duvo.Test/v1/mcp'],
    ['https://api.duvo.test:443/v1/mcp'],
    ['https://api.duvo.test/V1/MCP'],
  ])('%s is ours', (given) => {
    expect(authorization(`resource=${encodeURIComponent(given)}`).resource).toEqual([RES]);
  });

  it.each([
    ['https://evil.test/v1/mcp'],
    ['https://api.duvo.test.evil.test/v1/mcp'],
    ['https://api.duvo.test@evil.test/v1/mcp'],
    ['https://x@api.duvo.test/v1/mcp'],
    ['http://api.duvo.test/v1/mcp'],
    ['https://api.duvo.test/v1/mcp#x'],
    ['https://api.duvo.test/v1/mcp?x=1'],
    ['https://api.duvo.test/v1'],
    ['v1/mcp'],
  ])('%s is not', (given) => {
    expect(authorization(`resource=${encodeURIComponent(given)}`).resource).toEqual([given]);
  });

  it('is one of several spellings of ours, and stays a list with another', () => {
    const twice = `resource=${encodeURIComponent(RES)}&resource=${encodeURIComponent(`${RES}/`)}`;
    expect(authorization(twice).resource).toEqual([RES]);
    expect(authorization(`${twice}&resource=https://evil.test`).resource).toEqual([RES, 'https://evil.test']);
  });
});

describe('the token endpoint', () => {
  const token = (query: string): string => {
    const params = new URLSearchParams(query);
    normaliseToken(params, RES);
    return params.toString();
  };

  it('tidies a scope and adds none', () => {
    expect(token('scope=')).toBe('');
    expect(token('scope=+mcp%3Aread++mcp%3Awrite')).toBe('scope=mcp%3Aread+mcp%3Awrite');
    expect(token('scope=admin')).toBe('scope=admin');
  });

  it('normalises the resource and drops an empty one', () => {
    expect(token('resource=')).toBe('');
    expect(token('resource=https://api.duvo.test/')).toBe(`resource=${encodeURIComponent(RES)}`);
  });
});
