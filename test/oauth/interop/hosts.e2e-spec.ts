import { createTestApp, DATABASES } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import { registered, signInAndConnect } from '../support/connect';
import { Host } from '../support/host';
import { connectThrough } from './support/connect-through';

/** Long enough for the embedded database to open on a busy machine, in milliseconds. */
const BOOT_LIMIT = 120_000;

/** What hosts send when they register; numbers are rows of the list of what hosts do. */
const CLAUDE = {
  client_name: 'Claude',
  redirect_uris: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  scope: 'mcp:read mcp:write',
};
const CURSOR = {
  client_name: 'Cursor',
  application_type: 'web',
  redirect_uris: [
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'https://www.cursor.com/agents/mcp/oauth/callback',
    'http://localhost:8787/callback',
  ],
  token_endpoint_auth_method: 'none',
};
const VS_CODE = {
  client_name: 'Visual Studio Code',
  redirect_uris: [
    'https://insiders.vscode.dev/redirect',
    'https://vscode.dev/redirect',
    'http://127.0.0.1/',
    'http://127.0.0.1:33418/',
  ],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};
const CHATGPT = {
  client_name: 'ChatGPT',
  redirect_uris: [
    'https://chatgpt.com/connector_platform_oauth_redirect',
    'https://chatgpt.com/connector/oauth/x1Yz_2',
  ],
  token_endpoint_auth_method: 'none',
};

describe.each(DATABASES)('hosts as they are, on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ embedded })), BOOT_LIMIT);
  afterAll(() => t.close());

  /** Whatever the host does until then: in the end it calls a tool. */
  async function expectWorks(host: Host, redirectUri: string, request = {}, token = {}): Promise<void> {
    const { callback, reply } = await connectThrough(t, host, redirectUri, { request, token });
    expect(callback.href.startsWith(redirectUri)).toBe(true);
    expect([reply.status, reply.body.token_type, reply.body.expires_in]).toEqual([200, 'Bearer', 3600]);
    const call = await t.mcp.call('get_profile', {}, { key: reply.body.access_token });
    expect([call.status, call.result.isError ?? false]).toEqual([200, false]);
    const again = await host.refresh(reply.body.refresh_token);
    expect([again.status, again.body.expires_in]).toEqual([200, 3600]);
  }

  describe('interop 2: Claude registers twice for one connection', () => {
    it('and each registration is a client of its own', async () => {
      const [first, second] = [await registered(t, CLAUDE), await registered(t, CLAUDE)];
      expect(second.clientId).not.toBe(first.clientId);
      for (const host of [first, second]) await expectWorks(host, CLAUDE.redirect_uris[0] ?? '');
    });

    it('of which none redeems what was given to the other', async () => {
      const [first, second] = [await registered(t, CLAUDE), await registered(t, CLAUDE)];
      const { reply } = await connectThrough(t, first, CLAUDE.redirect_uris[0] ?? '', {
        token: { client_id: second.clientId },
      });
      expect([reply.status, reply.body.error]).toEqual([400, 'invalid_grant']);
    });
  });

  describe('interop 3: a hosted connector', () => {
    it.each(['client_secret_post', 'client_secret_basic', 'none'])(
      'may ask for %s, and sends what it was given in the body',
      async (method) => {
        const { body } = await t.rest('GET', '/.well-known/oauth-authorization-server');
        expect(body.token_endpoint_auth_methods_supported).toContain(method);
        const host = new Host(t.url);
        const { status, body: client } = await host.register({
          ...CLAUDE,
          token_endpoint_auth_method: method,
        });
        expect([status, client.token_endpoint_auth_method]).toEqual([201, method]);
        await expectWorks(host, CLAUDE.redirect_uris[0] ?? '');
      },
    );
  });

  describe('interop 34: Claude', () => {
    it.each(CLAUDE.redirect_uris)('connects through %s', async (uri) => {
      await expectWorks(await registered(t, CLAUDE), uri);
    });

    it('gets no token without a person, and none is taken from a URL', async () => {
      const host = await registered(t, { ...CLAUDE, token_endpoint_auth_method: 'client_secret_post' });
      const reply = await host.token({ grant_type: 'client_credentials', scope: 'mcp:read' });
      expect([reply.status, reply.body.error]).toEqual([400, 'unsupported_grant_type']);
      const { accessToken } = await signInAndConnect(t, { host });
      const inUrl = await t.mcp.list({ query: `?access_token=${accessToken}` });
      expect(inUrl.status).toBe(401);
    });

    it('finds its person’s other connections untouched when it connects afresh', async () => {
      const old = await signInAndConnect(t, { client: CLAUDE });
      await expectWorks(await registered(t, CLAUDE), CLAUDE.redirect_uris[1] ?? '');
      expect((await old.host.call(old.accessToken)).status).toBe(200);
    });
  });

  describe('interop 15: Cursor calls itself a web app', () => {
    it.each(CURSOR.redirect_uris)('and connects through %s', async (uri) => {
      await expectWorks(await registered(t, CURSOR), uri);
    });
  });

  describe('interop 16: Visual Studio Code', () => {
    it.each([...VS_CODE.redirect_uris, 'http://127.0.0.1:51733/'])('connects through %s', async (uri) => {
      await expectWorks(await registered(t, VS_CODE), uri);
    });
  });

  describe('interop 23: ChatGPT', () => {
    it.each(CHATGPT.redirect_uris)('connects through %s with an empty scope', async (uri) => {
      await expectWorks(await registered(t, CHATGPT), uri, { scope: '' });
    });
  });

  describe('interop 8: the resource', () => {
    it.each([
      ['with a slash, and without', (r: string) => [`${r}/`, r]],
      ['without a slash, and with', (r: string) => [r, `${r}/`]],
      ['as the origin, and in full', (r: string) => [new URL(r).origin, r]],
      ['in full, and not at all', (r: string) => [r, undefined]],
      ['not at all, and as the origin', (r: string) => [undefined, `${new URL(r).origin}/`]],
    ] as const)('may be spelled %s', async (_, spell) => {
      const host = await registered(t);
      const [asked, redeemed] = spell(host.resource);
      await expectWorks(host, host.redirectUri, { resource: asked }, { resource: redeemed });
    });
  });

  describe('interop 10: an app that registers one name of this machine and waits at the other', () => {
    it.each([
      ['http://127.0.0.1:1455/auth/callback', 'http://localhost:1455/auth/callback'],
      ['http://localhost/callback', 'http://127.0.0.1:60123/callback'],
    ])('%s, then %s', async (known, used) => {
      await expectWorks(await registered(t, { redirect_uris: [known] }), used);
    });
  });
});
