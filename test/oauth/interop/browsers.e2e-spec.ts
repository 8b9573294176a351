import { createTestApp } from '../../support/test-app';
import { MODERN } from '../../support/mcp-client';
import type { TestApp } from '../../support/test-app';
import { Host, PUBLIC_CLIENT, replyOf } from '../support/host';
import type { Reply } from '../support/host';
import { Person } from '../support/person';
import { createPagesWorld } from '../pages/support/pages-world';
import type { PagesWorld } from '../pages/support/pages-world';
import { goesOnTo } from '../pages/support/plain-browser';

const ORIGIN = 'https://inspector.test';
/** A browser asks nobody whether it may send it (https://fetch.spec.whatwg.org/#cors-safelisted-request-header). */
const SAFE = 'accept';

describe('interop 26: a host that is a page in a browser', () => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ env: { ALLOWED_ORIGINS: ORIGIN } })));
  afterAll(() => t.close());

  /** As a browser does for a script: asks first where it must, and hides what it may not show. */
  async function ask(
    path: string,
    method: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Reply> {
    const target = new URL(path, t.url);
    const names = Object.keys(headers).filter((name) => name !== SAFE);
    if (names.length > 0) {
      const preflight = await fetch(target, {
        method: 'OPTIONS',
        headers: {
          origin: ORIGIN,
          'access-control-request-method': method,
          'access-control-request-headers': names.join(','),
        },
      });
      expect([path, preflight.status]).toEqual([path, 204]);
      const allowed = (preflight.headers.get('access-control-allow-headers') ?? '')
        .toLowerCase()
        .split(/, */);
      for (const name of names) expect([path, ...allowed]).toContain(name);
      expectShown(path, preflight.headers);
    }
    const reply = await replyOf(
      await fetch(target, {
        method,
        headers: { ...headers, origin: ORIGIN },
        ...(body !== undefined && { body }),
      }),
    );
    expectShown(path, reply.headers);
    return reply;
  }

  function expectShown(path: string, headers: Headers): void {
    expect([path, ['*', ORIGIN].includes(headers.get('access-control-allow-origin') ?? '')]).toEqual([
      path,
      true,
    ]);
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  }

  const version = { 'mcp-protocol-version': MODERN };
  const list = (token?: string): Promise<Reply> =>
    ask(
      '/v1/mcp',
      'POST',
      {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-method': 'tools/list',
        ...version,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/list',
        params: {
          _meta: {
            'io.modelcontextprotocol/protocolVersion': MODERN,
            'io.modelcontextprotocol/clientCapabilities': {},
            'io.modelcontextprotocol/clientInfo': { name: 'page', version: '1' },
          },
        },
      }),
    );

  it('gets from a 401 to its tools without meeting a reply that it may not read', async () => {
    const refused = await list();
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-expose-headers')?.toLowerCase().split(', ')).toEqual(
      expect.arrayContaining(['www-authenticate', 'mcp-session-id']),
    );
    const [, metadata = ''] =
      /resource_metadata="([^"]*)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
    const resource = await ask(metadata, 'GET', version);
    const [issuer] = resource.body.authorization_servers as string[];
    const server = await ask(`${issuer}/.well-known/oauth-authorization-server`, 'GET', version);
    const host = new Host(t.url);
    const client = await ask(
      server.body.registration_endpoint,
      'POST',
      { 'content-type': 'application/json' },
      JSON.stringify({ ...PUBLIC_CLIENT, redirect_uris: [`${ORIGIN}/oauth/callback`] }),
    );
    expect(client.status).toBe(201);
    host.clientId = client.body.client_id;
    host.redirectUri = `${ORIGIN}/oauth/callback`;
    const attempt = host.attempt();
    const callback = await new Person(t).go(attempt.url);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const fields = {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: host.redirectUri,
      code_verifier: attempt.verifier,
      client_id: host.clientId,
      resource: host.resource,
    };
    const tokens = await replyOf(
      await fetch(server.body.token_endpoint, {
        method: 'POST',
        headers: { ...form, origin: ORIGIN },
        body: new URLSearchParams(fields),
      }),
    );
    expect(tokens.status).toBe(200);
    expectShown('/oauth/token', tokens.headers);
    const tools = await list(tokens.body.access_token);
    expect(tools.status).toBe(200);
    expect(tools.body.result.tools.length).toBeGreaterThan(0);
  });

  it('is shown errors of the token endpoint too, so that it knows when to register anew', async () => {
    const reply = await fetch(`${t.url}/oauth/token`, {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'gone' }),
    });
    expect(reply.status).toBe(401);
    expectShown('/oauth/token', reply.headers);
  });
});

describe('interop 22: the way from consent to the host', () => {
  let world: PagesWorld;
  beforeAll(async () => (world = await createPagesWorld()));
  afterAll(() => world.close());

  it.each([
    'http://localhost:33418/callback',
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'https://claude.ai/api/mcp/auth_callback',
  ])(
    'is a page that goes on by itself, since form-action holds for redirects too: %s',
    async (redirectUri) => {
      const browser = world.browser();
      const host = await world.register({ redirectUri });
      const consent = await world.askAndSignIn(browser, host);
      const shown = await browser.submit(consent, '/consent', { decision: 'approve' });
      expect([shown.status, shown.headers.has('location')]).toEqual([200, false]);
      const next = new URL(goesOnTo(shown), world.url);
      expect(next.origin).toBe(world.url);
      const last = await browser.open(next);
      expect(last.headers.get('location')?.startsWith(`${redirectUri}?`)).toBe(true);
      expect(last.headers.get('content-security-policy') ?? '').not.toContain('form-action');
    },
  );
});
