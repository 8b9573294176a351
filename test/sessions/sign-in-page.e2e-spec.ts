import { createHash } from 'node:crypto';
import { csrfBindingOf, CsrfTokens, SignIn } from '@app/auth';
import { createPagesWorld } from '../oauth/pages/support/pages-world';
import type { PagesWorld } from '../oauth/pages/support/pages-world';
import { OWNER, PASSWORD, signIn } from '../oauth/pages/support/person';
import type { Page, PlainBrowser } from '../oauth/pages/support/plain-browser';
import { DATABASES } from '../support/test-app';

/** The embedded database takes its seconds to start. */
jest.setTimeout(180_000);

const COOKIE = 'duvo_session';
/** Forms that are refused, before their address is. */
const FAILURES = 20;
const GENEROUS = ['api', 'api_user', 'api_team', 'unauthenticated', 'client_registration']
  .map((bucket) => `${bucket}=100000/60`)
  .join(',');

describe.each(DATABASES)('signing in and out with a browser, on $database', ({ embedded }) => {
  let world: PagesWorld;
  beforeAll(async () => {
    // The tests choose the address of their browsers.
    const env = { TRUST_PROXY: '127.0.0.1', RATE_LIMITS: `${GENEROUS},sign_in=10/60` };
    world = await createPagesWorld({ embedded, env });
  });
  afterAll(() => world.close());

  const tryFrom = (browser: PlainBrowser, page: Page, address: string, email: string, password: string) =>
    browser.submit(page, '/sign-in', { email, password, action: 'sign_in' }, { 'x-forwarded-for': address });
  const asked = async () => {
    const browser = world.browser();
    return { browser, page: await world.ask(browser, await world.register()) };
  };

  describe('A55', () => {
    it('answers wrong password, unknown user, no password and disabled user alike', async () => {
      const { browser, page } = await asked();
      await world.app.database.query(`update users set disabled_at = now() where email = 'viewer@acme.test'`);
      const emails = [OWNER, 'nobody@acme.test', 'admin@acme.test', 'viewer@acme.test'];
      const replies = [];
      for (const email of emails) {
        const password = email.startsWith('viewer') ? PASSWORD : 'wrong password';
        const { status, headers, body } = await tryFrom(browser, page, '192.0.2.1', email, password);
        replies.push({
          status,
          headers: [...headers.keys()].sort(),
          // Each shows the address that was typed, and nothing else that differs.
          body: body.replace(`value="${email}"`, 'value=""'),
        });
      }
      await world.app.database.query(`update users set disabled_at = null`);
      for (const reply of replies) expect(reply).toEqual(replies[0]);
      expect(replies[0]?.status).toBe(400);
    });

    it.each([OWNER, 'nobody@acme.test'])('429 after ten tries for %s, and only from there', async (email) => {
      const { browser, page } = await asked();
      const statuses = [];
      const from = `198.51.100.${email.length}`;
      for (let n = 0; n < 12; n += 1) {
        statuses.push((await tryFrom(browser, page, from, email, 'wrong password')).status);
      }
      expect(statuses).toEqual([...Array<number>(10).fill(400), 429, 429]);
      const limited = await tryFrom(browser, page, from, email, PASSWORD);
      expect(limited.status).toBe(429);
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      const elsewhere = await tryFrom(browser, page, '203.0.113.7', email, PASSWORD);
      expect(elsewhere.status).toBe(email === OWNER ? 303 : 400);
    });
  });

  describe('A56', () => {
    const sessionIn = (browser: PlainBrowser) =>
      /(?:^|; )duvo_session=([^;]+)/.exec(browser.jar.headerFor('/'))?.[1] ?? '';
    /** What the session is worth, as a page of the dashboard would use it. */
    const statusWith = async (session: string) => {
      const hash = createHash('sha256')
        .update(session.split('.')[0] ?? '')
        .digest('hex');
      const headers = {
        cookie: `${COOKIE}=${session}`,
        'x-csrf-token': world.app.get(CsrfTokens).issue(csrfBindingOf({ hash })),
        'sec-fetch-site': 'same-origin',
      };
      return (await world.app.rest('GET', '/v1/profile', { headers })).status;
    };

    it('gives another id than the one that somebody planted in the browser', async () => {
      const attacker = await asked();
      await signIn(attacker.browser, attacker.page, 'owner@globex.test');
      const planted = sessionIn(attacker.browser);
      expect(await statusWith(planted)).toBe(200);
      const victim = await asked();
      victim.browser.jar.take([`${COOKIE}=${planted}; Path=/`], '/');
      await signIn(victim.browser, victim.page);
      const own = sessionIn(victim.browser);
      expect(own).not.toBe(planted);
      expect(await statusWith(own)).toBe(200);
      // The one that was in the browser ends with the sign-in, so that nobody shares it.
      expect(await statusWith(planted)).toBe(401);
    });

    it('gives another id at the next sign-in of the same person, and ends the one before', async () => {
      const { browser, page } = await asked();
      await signIn(browser, page);
      const first = sessionIn(browser);
      const again = await world.ask(browser, await world.register(), { prompt: 'login' });
      await signIn(browser, again);
      const second = sessionIn(browser);
      expect(second).not.toBe(first);
      expect([await statusWith(first), await statusWith(second)]).toEqual([401, 200]);
    });

    it('401 for the cookie of somebody who has signed out', async () => {
      const { browser, page } = await asked();
      await signIn(browser, page);
      const session = sessionIn(browser);
      expect(await statusWith(session)).toBe(200);
      await browser.submit(await browser.open('/oauth/sign-out'), '/oauth/sign-out', {});
      expect(sessionIn(browser)).toBe('');
      expect(await statusWith(session)).toBe(401);
    });
  });
});

describe('an address that tries passwords', () => {
  let world: PagesWorld;
  beforeAll(async () => {
    const limits = GENEROUS.replace('unauthenticated=100000', `unauthenticated=${FAILURES}`);
    world = await createPagesWorld({
      env: { TRUST_PROXY: '127.0.0.1', RATE_LIMITS: `${limits},sign_in=100000/60` },
    });
  });
  afterAll(() => world.close());

  it('A55: is refused from memory after as many forms as it may get wrong; others are not', async () => {
    const browser = world.browser();
    const page = await world.ask(browser, await world.register());
    const tries = jest.spyOn(world.app.get(SignIn), 'withPassword');
    const post = (address: string, email: string) =>
      browser.submit(
        page,
        '/sign-in',
        { email, password: 'a guess', action: 'sign_in' },
        { 'x-forwarded-for': address },
      );
    const statuses = [];
    for (let n = 0; n < 2 * FAILURES; n += 1) {
      statuses.push((await post('192.0.2.9', `person-${n}@acme.test`)).status);
    }
    expect(statuses.slice(0, FAILURES)).toEqual(Array(FAILURES).fill(400));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(FAILURES - 5);
    expect(tries.mock.calls.length).toBeLessThan(FAILURES + 5);
    const refused = await post('192.0.2.9', OWNER);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect((await post('192.0.2.10', OWNER)).status).toBe(400);
  });
});
