import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { browserAs, said, UNKNOWN_ID } from './support';

/** What needs rights in a team. The rest is for whoever has a session, and is tested with it. */
const ROUTES: [method: string, path: string, body?: object][] = [
  ['POST', '/session/proof', { password: 'x' }],
  ['GET', '/api-keys'],
  ['POST', '/api-keys', { name: 'x' }],
  ['GET', '/key-policy'],
  ['DELETE', `/api-keys/${UNKNOWN_ID}`],
  ['POST', `/api-keys/${UNKNOWN_ID}/rotate`, {}],
  ['GET', '/connected-apps'],
  ['GET', '/connections'],
  ['POST', '/connections', { name: 'x', type: 'x', provider: 'x', credentials: { token: 'x' } }],
  ['PATCH', `/connections/${UNKNOWN_ID}`, { name: 'x' }],
  ['DELETE', `/connections/${UNKNOWN_ID}`],
  ['GET', `/connections/${UNKNOWN_ID}/grants`],
  ['PUT', `/connections/${UNKNOWN_ID}/grants`, { grants: [] }],
  ['GET', '/limits'],
  ['GET', '/connection-check?since=2026-01-01T00:00:00Z'],
  ['GET', '/webhook-secret'],
  ['POST', '/webhook-secret/rotate'],
  ['DELETE', `/connected-apps/${UNKNOWN_ID}`],
  ['GET', '/members'],
  ['PATCH', `/members/${UNKNOWN_ID}`, { role: 'member' }],
  ['DELETE', `/members/${UNKNOWN_ID}`],
  ['GET', '/members/invites'],
  ['POST', '/members/invites', { email: 'x@example.test', role: 'member' }],
  ['GET', `/members/invites/${UNKNOWN_ID}`],
  ['DELETE', `/members/invites/${UNKNOWN_ID}`],
];
const OF_THE_SESSION = [
  'GET /sign-in',
  'POST /session',
  'DELETE /session',
  'GET /me',
  'PUT /current-team',
  `POST /invites/${UNKNOWN_ID}/accept`,
];

describe('the dashboard surface of everybody', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  }, 120_000);
  afterAll(() => app.close());

  it('has a test for each of its routes', () => {
    const prefix = '/api/settings';
    const declared = Object.entries(app.dashboardDocument.paths)
      .filter(([path]) => path.startsWith(prefix))
      .flatMap(([path, item]) =>
        Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path.slice(prefix.length)}`),
      )
      .map((route) => route.replace(/\{\w+\}/, UNKNOWN_ID));
    const tested = ROUTES.map(([method, path]) => `${method} ${path.split('?')[0]}`);
    expect(declared.sort()).toEqual([...tested, ...OF_THE_SESSION].sort());
  });

  describe.each(ROUTES)('%s %s', (method, path, body) => {
    const send = (headers: Readonly<Record<string, string>>, key?: string) =>
      app.rest(method, `/api/settings${path}`, { headers, body, key });

    it('401: a key or nothing opens it not, nor does a key beside a session', async () => {
      const { headers } = await browserAs(app, 'owner');
      const key = app.world.acme.keys.owner;
      for (const reply of [await send({}), await send({}, key), await send(headers, key)]) {
        expect(said(reply)).toEqual([401, 'invalid_token']);
      }
    });

    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['a sibling host', { 'sec-fetch-site': 'same-site' }],
      ['another origin', { origin: 'https://evil.example' }],
    ])('401: from %s', async (_whence, changed) => {
      const { headers } = await browserAs(app, 'owner');
      expect((await send({ ...headers, ...changed })).status).toBe(401);
    });

    if (method !== 'GET') {
      it('403: without the CSRF token of its own session', async () => {
        const { headers, cookie } = await browserAs(app, 'owner');
        const { csrf } = await browserAs(app, 'owner');
        const bare = { cookie, 'sec-fetch-site': 'same-origin' };
        for (const reply of [await send(bare), await send({ ...headers, 'x-csrf-token': csrf })]) {
          expect(said(reply)).toEqual([403, 'forbidden']);
          expect(reply.body.message).toContain('x-csrf-token');
        }
      });
    }
  });
});
