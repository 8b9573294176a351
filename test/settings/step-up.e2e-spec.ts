import { BrowserSessions } from '@app/auth';
import { proveReply } from '../../libs/settings/src/step-up/step-up.schemas';
import { PASSWORD, setPassword } from '../oauth/pages/support/person';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTwoReplicas } from '../support/two-replicas';
import { until } from '../support/until';
import { age, browserAs, browserOf, said } from './support';

const PROOF = '/settings/session/proof';
const KEYS = '/settings/api-keys';
const OLD = 60;

describe('POST /api/settings/session/proof', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    await setPassword(app, app.world.acme.userIds.owner, PASSWORD);
  }, 120_000);
  afterAll(() => app.close());

  it('200: renews the session, which then makes keys again', async () => {
    const browser = await browserAs(app, 'owner');
    await age(browser, app, OLD);
    expect(said(await browser.send('POST', KEYS, { name: 'x' }))).toEqual([403, 'step_up_required']);
    const reply = await browser.send('POST', PROOF, { password: PASSWORD });
    expect(reply.status).toBe(200);
    const { authenticated_at: at, fresh_until: until } = proveReply.parse(reply.body);
    expect(Date.parse(until) - Date.parse(at)).toBe(15 * 60_000);
    // The same session: a new cookie would sign the other tabs out.
    expect(reply.headers.getSetCookie().filter((one) => one.startsWith('duvo_session='))).toEqual([]);
    expect((await browser.send('POST', KEYS, { name: 'x' })).status).toBe(201);
  });

  it('403: after a wrong password the session goes on, as old as it was', async () => {
    const browser = await browserAs(app, 'owner');
    await age(browser, app, OLD);
    const reply = await browser.send('POST', PROOF, { password: 'wrong' });
    expect(said(reply)).toEqual([403, 'forbidden']);
    expect((await browser.send('GET', '/settings/me')).status).toBe(200);
    expect(said(await browser.send('POST', KEYS, { name: 'x' }))).toEqual([403, 'step_up_required']);
  });

  it('403: the password of somebody else proves nothing', async () => {
    const browser = await browserAs(app, 'admin');
    await age(browser, app, OLD);
    expect(said(await browser.send('POST', PROOF, { password: PASSWORD }))).toEqual([403, 'forbidden']);
    expect(said(await browser.send('POST', KEYS, { name: 'x' }))).toEqual([403, 'step_up_required']);
  });

  it('sends whoever came from an identity provider back there', async () => {
    const { session, cookie } = await app.get(BrowserSessions).open({
      userId: app.world.acme.userIds.owner,
      amr: ['fed'],
      address: '127.0.0.1',
      userAgent: null,
    });
    const browser = await browserOf(app, app.world.acme.userIds.owner);
    const headers = {
      'sec-fetch-site': 'same-origin',
      cookie: cookie.split(';')[0] ?? '',
      'x-csrf-token': (
        await app.rest('GET', '/api/settings/me', {
          headers: { 'sec-fetch-site': 'same-origin', cookie: cookie.split(';')[0] ?? '' },
        })
      ).body.csrf_token as string,
    };
    await age({ ...browser, session }, app, OLD);
    const refused = await app.rest('POST', `/api${KEYS}`, { headers, body: { name: 'x' } });
    expect(said(refused)).toEqual([403, 'step_up_required']);
    expect(refused.body.details).toEqual([expect.objectContaining({ code: 'sign_in' })]);
    const proof = await app.rest('POST', `/api${PROOF}`, { headers, body: { password: PASSWORD } });
    expect(said(proof)).toEqual([403, 'forbidden']);
    expect(proof.body.message).toContain('identity provider');
  });

  it.each([{}, { password: '' }, { password: 'x'.repeat(2000) }, { password: 'x', email: 'a@b.c' }])(
    '400: %j',
    async (body) => {
      expect(said(await (await browserAs(app, 'owner')).send('POST', PROOF, body))).toEqual([
        400,
        'invalid_request',
      ]);
    },
  );

  it('is in the audit trail, done or not', async () => {
    const browser = await browserAs(app, 'owner');
    await browser.send('POST', PROOF, { password: 'wrong' });
    await browser.send('POST', PROOF, { password: PASSWORD });
    await app.flushAudit();
    const { rows } = await app.database.query<{ status: number }>(
      `select status from audit_entries
         where operation_id = 'settings_prove_session' and credential_id = $1 order by created_at, id`,
      [browser.session.id],
    );
    expect(rows.map(({ status }) => status)).toEqual([403, 200]);
  });
});

describe('trying passwords of a session', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ env: { RATE_LIMITS: 'sign_in=3/60' } });
    await setPassword(app, app.world.acme.userIds.owner, PASSWORD);
  }, 120_000);
  afterAll(() => app.close());

  it('429: has the end that signing in has', async () => {
    const browser = await browserAs(app, 'owner');
    const statuses = [];
    for (let n = 0; n < 3; n += 1) {
      statuses.push((await browser.send('POST', PROOF, { password: 'wrong' })).status);
    }
    const last = await browser.send('POST', PROOF, { password: PASSWORD });
    expect([...statuses, last.status]).toEqual([403, 403, 403, 429]);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a proof and a key, given on one replica', () => {
  it('hold on the other at once', async () => {
    const { first, second, close } = await createTwoReplicas();
    try {
      await setPassword(first, first.world.acme.userIds.owner, PASSWORD);
      const browser = await browserAs(first, 'owner');
      await age(browser, first, OLD);
      const there = (method: string, path: string, body?: unknown) =>
        second.rest(method, `/api${path}`, { body, headers: browser.headers });
      // The other replica remembers the old session now.
      expect(said(await there('POST', KEYS, { name: 'x' }))).toEqual([403, 'step_up_required']);
      await browser.send('POST', PROOF, { password: PASSWORD });
      const made = await there('POST', KEYS, { name: 'x' });
      expect(made.status).toBe(201);
      const { secret, api_key: key } = made.body as { secret: string; api_key: { id: string } };
      const statusOn = async (app: TestApp) => (await app.rest('GET', '/v1/profile', { key: secret })).status;
      expect([await statusOn(first), await statusOn(second)]).toEqual([200, 200]);
      expect((await browser.send('DELETE', `${KEYS}/${key.id}`)).status).toBe(200);
      expect(await statusOn(first)).toBe(401);
      await until(async () => ((await statusOn(second)) === 401 ? true : undefined), 5_000);
    } finally {
      await close();
    }
  }, 180_000);
});
