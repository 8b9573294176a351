import { prepareClientMetadata } from './client-metadata';
import type { ClientMetadataDraft } from './client-metadata';

const refuse = (sentence: string): never => {
  throw new Error(sentence);
};
const prepared = (draft: ClientMetadataDraft): ClientMetadataDraft => {
  prepareClientMetadata(draft, refuse);
  return draft;
};

describe('redirect URIs', () => {
  it.each([
    ['javascript:alert(1)', 'not use the scheme javascript'],
    ['JavaScript:alert(1)', 'not use the scheme javascript'],
    [' javascript:alert(1)', 'not contain spaces'],
    ['java\tscript:alert(1)', 'not contain spaces'],
    ['data:text/html,x', 'not use the scheme data'],
    ['vbscript:x', 'not use the scheme vbscript'],
    ['file:///etc/passwd', 'not use the scheme file'],
    ['blob:https://a.test/1', 'not use the scheme blob'],
    ['mailto:a@b.test', 'not use the scheme mailto'],
    ['https://a@b.test/cb', 'user names'],
    ['https://a.test\\@b.test/cb', 'backslashes'],
    ['https://a.test/cb#x', 'fragments'],
    ['/callback', 'absolute'],
    ['http://a.test/cb', 'use https'],
    ['http://localhost.a.test/cb', 'use https'],
    ['http://127.0.0.1.nip.io/cb', 'use https'],
    [`https://a.test/${'x'.repeat(2000)}`, 'at most 2000'],
  ])('%s is refused', (uri, sentence) => {
    expect(() => prepared({ redirect_uris: [uri] })).toThrow(sentence);
  });

  it('makes an app of whoever has a redirect that only an app can receive', () => {
    const cursor = [
      'cursor://anysphere.cursor-mcp/oauth/callback',
      'https://www.cursor.com/agents/mcp/oauth/callback',
      'http://localhost:8787/callback',
    ];
    expect(prepared({ redirect_uris: cursor, application_type: 'web' })).toMatchObject({
      redirect_uris: cursor,
      application_type: 'native',
    });
    expect(prepared({ redirect_uris: ['https://claude.ai/api/mcp/auth_callback'] })).not.toHaveProperty(
      'application_type',
    );
  });
});

describe('the rest of the metadata', () => {
  it('drops what is empty and what would get in the way later', () => {
    expect(prepared({ client_uri: null, logo_uri: '', default_max_age: 5 })).toEqual({
      response_modes: ['query'],
    });
  });

  it('keeps of grants and response types those that there are', () => {
    expect(
      prepared({
        grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        response_types: ['code', 'token'],
        response_modes: ['fragment'],
      }),
    ).toEqual({
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      response_modes: ['query'],
    });
  });

  it('keeps grants that are all unknown, so that they are refused by name', () => {
    expect(prepared({ grant_types: ['password'] })).toMatchObject({ grant_types: ['password'] });
  });

  it('lets a client that registers one scope ask for the others', () => {
    expect(prepared({ scope: 'mcp:read profile' })).toMatchObject({
      scope: 'openid offline_access mcp:read mcp:write',
    });
  });

  it('takes a document without an authentication method for a public client', () => {
    const method = 'client_secret_basic';
    expect(
      prepared({ client_id: 'https://host.test/client.json', token_endpoint_auth_method: method }),
    ).toMatchObject({ token_endpoint_auth_method: 'none' });
    expect(prepared({ client_id: 'k3Vb', token_endpoint_auth_method: method })).toMatchObject({
      token_endpoint_auth_method: method,
    });
  });

  it('refuses a sector identifier and a name without an end', () => {
    expect(() => prepared({ sector_identifier_uri: 'https://127.0.0.1/x' })).toThrow('not supported');
    expect(() => prepared({ client_name: 'x'.repeat(201) })).toThrow('at most 200');
  });
});
