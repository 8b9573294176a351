import { randomBytes } from 'node:crypto';
import { generateApiKey } from '../../libs/auth/src/api-keys/api-key-format';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const PATH = '/v1/profile';

/** The embedded database takes its seconds to start. */
jest.setTimeout(120_000);

describe.each(DATABASES)('Authorization header, on $database', ({ embedded }) => {
  let test: TestApp;
  let key: string;
  let challenge: string;

  beforeAll(async () => {
    test = await createTestApp({ embedded });
    key = test.world.acme.keys.owner;
    challenge = `resource_metadata="${test.config.publicUrl}/.well-known/oauth-protected-resource/v1/mcp", scope="mcp:read mcp:write"`;
  });

  afterAll(() => test.close());

  const send = (authorization?: string) =>
    test.rest('GET', PATH, { headers: authorization === undefined ? {} : { authorization } });

  describe('200', () => {
    it.each(['Bearer', 'bearer', 'BEARER'])('A23: accepts the scheme as %s', async (scheme) => {
      expect((await send(`${scheme} ${key}`)).status).toBe(200);
    });
  });

  describe('401', () => {
    it.each([
      ['double space', () => `Bearer  ${key}`],
      ['trailing junk', () => `Bearer ${key} junk`],
      ['trailing comma', () => `Bearer ${key},`],
      ['Basic', () => `Basic ${Buffer.from(`key:${key}`).toString('base64')}`],
      ['no credential', () => 'Bearer'],
      ['no scheme', () => key],
      ['characters beyond ASCII', () => 'Bearer \u00e9\u00ff'],
      ['10,000 characters', () => `Bearer ${'x'.repeat(10_000)}`],
      ['a key of another environment', () => `Bearer ${key.replace('live', 'test')}`],
      ['an unknown key', () => `Bearer ${generateApiKey(randomBytes)}`],
      ['a token of no known kind', () => 'Bearer eyJhbGciOiJub25lIn0.e30.'],
    ])('A23, A50, A52: refuses %s with one challenge, kept out of caches', async (_, header) => {
      const reply = await send(header());
      expect(reply.status).toBe(401);
      expect(reply.body).toMatchObject({ error: 'invalid_token', request_id: expect.any(String) });
      const sent = reply.headers.get('www-authenticate') ?? '';
      expect(sent).toMatch(/^Bearer error="invalid_token", error_description="[^"\\]+", /);
      expect(sent.endsWith(challenge)).toBe(true);
      expect(reply.headers.get('cache-control')).toBe('no-store');
    });

    it('A50: names no error where no credential came', async () => {
      const reply = await send();
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toBe(`Bearer ${challenge}`);
      expect(reply.headers.get('cache-control')).toBe('no-store');
    });

    it('A50: takes nothing of the challenge from the Host header', async () => {
      const reply = await test.rest('GET', PATH, { headers: { 'x-forwarded-host': 'evil.example' } });
      expect(reply.headers.get('www-authenticate')).toBe(`Bearer ${challenge}`);
    });

    it.each(['access_token', 'token', 'api_key', 'key'])(
      'A22, A62: sees no key in the query (%s)',
      async (name) => {
        expect((await test.rest('GET', PATH, { query: { [name]: key } })).status).toBe(401);
      },
    );

    it('A22: sees no key in a JSON body', async () => {
      const reply = await test.rest('POST', '/v1/agents', { body: { name: 'x', access_token: key } });
      expect(reply.status).toBe(401);
    });

    it('A22: sees no key in a form body', async () => {
      const reply = await test.rest('POST', '/v1/agents', {
        rawBody: `access_token=${key}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(reply.status).toBe(401);
    });

    it('A22: a key in the query does not help a bad header, nor spoil a good one', async () => {
      const query = { access_token: key };
      const bad = { authorization: `Bearer ${generateApiKey(randomBytes)}` };
      expect((await test.rest('GET', PATH, { query, headers: bad })).status).toBe(401);
      const reply = await test.rest('GET', PATH, { query, key });
      // The undeclared parameter is refused, but only after the credential was accepted.
      expect(reply.status).toBe(400);
    });

    it('is the answer of the MCP endpoint too, before the body is looked at', async () => {
      for (const body of ['{"jsonrpc":"2.0","id":1,"method":"initialize"}', 'not JSON']) {
        const reply = await test.mcp.raw(body);
        expect(reply.status).toBe(401);
        expect(reply.headers.get('www-authenticate')).toBe(`Bearer ${challenge}`);
      }
    });
  });

  describe('403', () => {
    it('A51: asks for the scopes of the operation where the key was made with fewer', async () => {
      const reply = await test.rest('POST', '/v1/agents', {
        key: test.world.acme.readOnlyKey,
        body: { name: 'x' },
      });
      expect(reply.status).toBe(403);
      expect(reply.body.error).toBe('insufficient_scope');
      expect(reply.headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", ${challenge}`);
    });
  });
});
