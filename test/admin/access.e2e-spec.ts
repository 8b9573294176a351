import { ROLES } from '@app/auth';
import { ToolCatalogue } from '@app/mcp';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { signedIn } from '../sessions/support/signed-in';
import { dashboardAs } from './support/dashboard';

const RULE = { subject: 'role', subject_id: 'viewer', bucket: 'api', limit: 90_000, window_seconds: 60 };
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** Every route, and what it answers an admin with. */
const ROUTES: [method: string, path: string, body: object | undefined, status: number][] = [
  ['GET', '/rate-limit-rules', undefined, 200],
  ['POST', '/rate-limit-rules', RULE, 201],
  ['POST', '/rate-limit-rules/preview', RULE, 200],
  ['PATCH', `/rate-limit-rules/${UNKNOWN_ID}`, { limit: 5 }, 404],
  ['DELETE', `/rate-limit-rules/${UNKNOWN_ID}`, undefined, 404],
  ['GET', '/effective-limits?client_id=x', undefined, 200],
  ['GET', '/usage', undefined, 200],
  ['GET', '/usage/series', undefined, 200],
  ['GET', '/audit-log', undefined, 200],
  ['GET', '/api-keys', undefined, 200],
  ['POST', '/api-keys/revoke-all', { user_id: UNKNOWN_ID }, 200],
  ['PUT', '/key-policy', { max_days: null }, 200],
  ['PATCH', `/api-keys/${UNKNOWN_ID}`, { mcp_bound: null }, 404],
  ['DELETE', `/api-keys/${UNKNOWN_ID}`, undefined, 404],
  ['GET', '/connected-apps', undefined, 200],
  ['DELETE', `/connected-apps/${UNKNOWN_ID}`, undefined, 404],
  ['GET', '/tools', undefined, 200],
  ['POST', `/tools/${UNKNOWN_ID}/request`, {}, 404],
  ['GET', `/tools/${UNKNOWN_ID}/access?credential=${UNKNOWN_ID}`, undefined, 404],
];
/** What a refusal names. */
const PERMISSION_OF: Readonly<Record<string, string>> = {
  'audit-log': 'audit:read',
  'api-keys': 'api_keys:manage',
  'key-policy': 'api_keys:manage',
  'connected-apps': 'connected_apps:manage',
  tools: 'tools:read',
};
const WRITES = ROUTES.filter(([method]) => method !== 'GET');

describe('the dashboard surface of admins', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  }, 120_000);
  afterAll(() => app.close());
  afterEach(() => app.database.query('delete from rate_limit_rules'));

  it('has a test for each of its routes', () => {
    const declared = Object.entries(app.dashboardDocument.paths)
      .filter(([path]) => path.startsWith('/api/admin/'))
      .flatMap(([path, item]) =>
        Object.keys(item as object).map(
          (method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/, UNKNOWN_ID)}`,
        ),
      );
    const tested = ROUTES.map(([method, path]) => `${method} /api/admin${path.replace(/\?.*/, '')}`);
    expect(declared.sort()).toEqual(tested.sort());
  });

  describe.each(ROUTES)('%s %s', (method, path, body, status) => {
    it.each(ROLES)('by role: %s', async (role) => {
      const reply = await (await dashboardAs(app, role))(method, path, { body });
      if (role === 'owner' || role === 'admin') {
        expect(reply.status).toBe(status);
        return;
      }
      expect([reply.status, reply.body.error]).toEqual([403, 'forbidden']);
      expect(reply.body.message).toContain(PERMISSION_OF[path.split('/')[1] ?? ''] ?? 'rate_limits:manage');
    });

    it.each(['owner', 'admin'] as const)('refuses a key, of an %s too, in words', async (role) => {
      const reply = await app.rest(method, `/api/admin${path}`, { key: app.world.acme.keys[role], body });
      expect([reply.status, reply.body.error]).toEqual([401, 'invalid_token']);
      expect(reply.body.message).toMatch(/^Sign in to the dashboard; API keys and access tokens/);
      expect(reply.headers.get('www-authenticate')).toBeNull();
    });

    it('refuses whoever is nobody, and a key beside a session', async () => {
      expect((await app.rest(method, `/api/admin${path}`, { body })).status).toBe(401);
      const { headers } = await signedIn(app, app.world.acme.userIds.owner);
      const key = app.world.acme.keys.owner;
      expect((await app.rest(method, `/api/admin${path}`, { key, headers, body })).status).toBe(401);
    });

    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['a sibling host', { 'sec-fetch-site': 'same-site' }],
      ['another origin', { origin: 'https://evil.example' }],
    ])('refuses a session from %s', async (_whence, changed) => {
      const { headers } = await signedIn(app, app.world.acme.userIds.owner);
      const reply = await app.rest(method, `/api/admin${path}`, {
        headers: { ...headers, ...changed },
        body,
      });
      expect(reply.status).toBe(401);
    });
  });

  it.each(WRITES)('%s %s needs the CSRF token of its own session', async (method, path, body) => {
    const admin = await dashboardAs(app, 'admin');
    const { csrf } = await signedIn(app, app.world.acme.userIds.admin);
    for (const sent of [false, 'made-up', csrf] as const) {
      const reply = await admin(method, path, { body, csrf: sent });
      expect([reply.status, reply.body.error]).toEqual([403, 'forbidden']);
      expect(reply.body.message).toContain('x-csrf-token');
    }
    const { rows } = await app.database.query('select 1 from rate_limit_rules');
    expect(rows).toEqual([]);
  });

  it('gives a page of ours what it reads without the token, which it gets by reading', async () => {
    const reply = await (await dashboardAs(app, 'admin'))('GET', '/rate-limit-rules', { csrf: false });
    expect(reply.status).toBe(200);
  });

  it('asks for no CSRF token where there is no cookie: /v1 and /oauth', async () => {
    const { owner } = app.world.acme.keys;
    const created = await app.rest('POST', '/v1/agents', { key: owner, body: { name: 'no token' } });
    expect(created.status).toBe(201);
    const token = await fetch(`${app.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      body: 'grant_type=refresh_token&refresh_token=none&client_id=none',
    });
    expect([400, 401]).toContain(token.status);
  });

  it('is limited as everything else, by session', async () => {
    const reply = await (await dashboardAs(app, 'admin'))('GET', '/usage');
    expect(Number(reply.headers.get('x-ratelimit-remaining'))).toBe(99_999);
  });

  it('says 405 and 404 in the form of the API', async () => {
    const admin = await dashboardAs(app, 'admin');
    const wrong = await admin('PUT', '/rate-limit-rules', { body: {} });
    expect([wrong.status, wrong.headers.get('allow'), wrong.body.error]).toEqual([
      405,
      'GET, POST',
      'method_not_allowed',
    ]);
    const missing = await admin('GET', '/nothing-here');
    expect([missing.status, missing.body.error]).toEqual([404, 'not_found']);
  });

  it('is neither in the document that tools come from nor a tool', async () => {
    expect(Object.keys(app.document.paths).filter((path) => !path.startsWith('/v1/'))).toEqual([]);
    expect(JSON.stringify(app.document)).not.toMatch(/csrf|RateLimitRule|duvo_session/i);
    const names = app.get(ToolCatalogue).tools.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('admin_'))).toEqual([]);
    expect(Object.keys(app.dashboardDocument.paths).filter((path) => !path.startsWith('/api/'))).toEqual([]);
    expect(app.dashboardDocument.components?.schemas).toHaveProperty('RateLimitRule');
    expect(app.dashboardDocument.components?.schemas).not.toHaveProperty('Agent');
  });
});
