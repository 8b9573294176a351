import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { signInAndConnect } from './support/connect';

describe.each(DATABASES)('the token endpoint on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ embedded })));
  afterAll(() => t.close());

  it('gives a host tokens that are good for REST and MCP', async () => {
    const { host, tokens, person } = await signInAndConnect(t);
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'mcp:read mcp:write',
    });
    expect(person.asked.map(({ prompt }) => prompt)).toEqual(['login', 'consent']);
    const me = await host.call(tokens.access_token);
    expect(me.status).toBe(200);
  });
});
