import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { decodeJwt, UnsecuredJWT } from 'jose';
import { Clock } from '@app/auth';
import { DEMO_TEAM } from '@app/public-api';
import { textOf } from '../oauth/pages/support/plain-browser';
import type { Page } from '../oauth/pages/support/plain-browser';
import { DATABASES } from '../support/test-app';
import { createFederationWorld } from './support/federation-world';
import type { FederationWorld, TravellingBrowser } from './support/federation-world';
import { sign, signingKey } from './support/signing-key';

const NOT_ACCEPTED = expect.stringContaining('This sign-in was not accepted');

describe.each(DATABASES)('attacks on signing in at an identity provider, on $database', ({ embedded }) => {
  let world: FederationWorld;
  beforeAll(async () => {
    world = await createFederationWorld({ embedded, env: { JIT_TEAMS: `${DEMO_TEAM.id}:member` } });
    world.idp.people.set('alice', { email: 'alice@example.test', email_verified: true });
    world.idp.people.set('mallory', { email: 'mallory@example.test', email_verified: true });
  }, 180_000);
  afterAll(() => world.close());
  afterEach(() => {
    world.idp.tokenReply = undefined;
    world.idp.state = 'up';
  });

  /** As far as the provider's answer. */
  const travel = async (who?: string) => {
    const browser = world.browser();
    const { page } = await world.ask(browser);
    world.idp.who = who === 'nobody' ? undefined : (who ?? 'alice');
    const callback = await world.visit(browser, await world.click(browser, page));
    return { browser, page, callback };
  };
  const said = (page: Page) => [page.status, textOf(page.body)];
  const hasSession = ({ here }: TravellingBrowser) => here.jar.valueOf(/duvo_session/) !== undefined;
  /** Opens a callback that is not the provider's answer. */
  const expectRefused = async (browser: TravellingBrowser, callback: URL | string) => {
    const page = await browser.here.open(callback);
    expect(said(page)).toEqual([400, NOT_ACCEPTED]);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(hasSession(browser)).toBe(false);
  };
  const changed = (callback: URL, name: string, value: string | undefined) => {
    const url = new URL(callback);
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url;
  };

  describe('A65 the callback', () => {
    it('takes its answer once', async () => {
      const { browser, callback } = await travel();
      expect(said(await browser.here.open(callback))).toEqual([200, expect.stringContaining('Connect')]);
      browser.here.jar.forget(/duvo_session/);
      await expectRefused(browser, callback);
    });

    it('takes its answer once of several at a time', async () => {
      const { browser, callback } = await travel();
      const pages = await Promise.all([1, 2, 3, 4].map(() => browser.here.request(callback)));
      expect(pages.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400]);
    });

    it.each([undefined, 'x', 'A'.repeat(43)])('refuses the state %s', async (state) => {
      const { browser, callback } = await travel();
      await expectRefused(browser, changed(callback, 'state', state));
    });

    it('refuses two states', async () => {
      const { browser, callback } = await travel();
      callback.searchParams.append('state', 'other');
      await expectRefused(browser, callback);
    });

    it.each([undefined, '', 'made-up'])('refuses the code %s', async (code) => {
      const { browser, callback } = await travel();
      await expectRefused(browser, changed(callback, 'code', code));
    });

    it.each([undefined, 'https://evil.example', ''])('refuses the iss %s', async (iss) => {
      const { browser, callback } = await travel();
      await expectRefused(browser, changed(callback, 'iss', iss));
    });

    it('refuses an answer to another browser, which keeps its own sign-in', async () => {
      const { browser, callback } = await travel('mallory');
      const victim = world.browser();
      await world.ask(victim);
      await expectRefused(victim, callback);
      expect((await browser.here.open(callback)).status).toBe(200);
    });

    it('refuses the code of somebody else with the state of this browser', async () => {
      const [mine, theirs] = [await travel('alice'), await travel('mallory')];
      const code = theirs.callback.searchParams.get('code') ?? '';
      // PKCE: their code was made for their verifier.
      await expectRefused(mine.browser, changed(mine.callback, 'code', code));
    });

    it('refuses an answer that took too long', async () => {
      const { browser, callback } = await travel();
      const now = jest.spyOn(world.app.get(Clock), 'now').mockReturnValue(Date.now() + 601_000);
      await expectRefused(browser, callback);
      now.mockRestore();
    });

    it('refuses nothing but a page, for what is no answer at all', async () => {
      const browser = world.browser();
      await expectRefused(browser, '/oauth/federation/callback');
      await expectRefused(browser, '/oauth/federation/callback?state=%00&code=%ff&iss[]=x&__proto__=y');
    });
  });

  describe('A65 the ID token', () => {
    const tamper = (claims: Record<string, unknown>) => {
      world.idp.tokenReply = async (body) => ({
        ...body,
        id_token: await sign(
          world.idp.key,
          { ...decodeJwt(String(body.id_token)), ...claims },
          { typ: 'JWT' },
        ),
      });
    };

    it.each([
      ['another nonce', { nonce: 'other' }],
      ['no nonce', { nonce: undefined }],
      ['another issuer', { iss: 'https://evil.example' }],
      ['another audience', { aud: 'another-client' }],
      ['several audiences and no azp', { aud: ['duvo-at-the-provider', 'another-client'] }],
      ['an end in the past', { exp: 1_000_000 }],
      ['no end', { exp: undefined }],
      ['no subject', { sub: undefined }],
    ])('is refused with %s', async (_what, claims) => {
      const { browser, callback } = await travel();
      tamper(claims);
      await expectRefused(browser, callback);
    });

    it('is refused without a signature', async () => {
      const { browser, callback } = await travel();
      world.idp.tokenReply = (body) => ({
        ...body,
        id_token: new UnsecuredJWT(decodeJwt(String(body.id_token))).encode(),
      });
      await expectRefused(browser, callback);
    });

    it('is refused if there is none', async () => {
      const { browser, callback } = await travel();
      world.idp.tokenReply = ({ id_token: _none, ...body }) => body;
      await expectRefused(browser, callback);
    });

    it('may be signed with a key that nobody has seen yet: it comes from the provider itself', async () => {
      const { browser, callback } = await travel();
      const next = await signingKey('key-2');
      world.idp.published = [next];
      world.idp.tokenReply = async (body) => ({
        ...body,
        id_token: await sign(next, decodeJwt(String(body.id_token)), { typ: 'JWT' }),
      });
      expect((await browser.here.open(callback)).status).toBe(200);
      world.idp.published = [world.idp.key];
    });
  });

  describe('A65 the way back to the request for access', () => {
    it('needs what the callback gave, once', async () => {
      const { browser, callback } = await travel();
      const reply = await browser.here.request(callback);
      const target = new URL(reply.headers.get('location') ?? '', world.url);
      expect(target.pathname).toMatch(/^\/oauth\/interaction\/[\w-]+\/federated$/);
      expect(target.search).toBe('');
      const ticket = browser.here.jar.headerFor(target.pathname);
      const header = { cookie: ticket };
      const [one, two] = await Promise.all(
        [1, 2].map(() => fetch(target, { redirect: 'manual', headers: header })),
      );
      expect([one?.status, two?.status].sort()).toEqual([303, 400]);
    });

    it('is closed without it, also to whoever has the request for access', async () => {
      const { browser, page } = await travel();
      const reply = await browser.here.request(`${page.url.pathname}/federated`);
      expect(said(reply)).toEqual([400, NOT_ACCEPTED]);
      expect(hasSession(browser)).toBe(false);
    });

    it('is closed to a ticket of another request for access', async () => {
      const mine = await travel('alice');
      await mine.browser.here.request(mine.callback);
      const ticket = mine.browser.here.jar.valueOf(/ticket/) ?? '';
      const other = world.browser();
      const { page } = await world.ask(other);
      const path = `${page.url.pathname}/federated`;
      const [, uid = ''] = /^\/oauth\/interaction\/([^/]+)/.exec(page.url.pathname) ?? [];
      const name = `duvo_federation_ticket_${createHash('sha256').update(uid).digest('hex').slice(0, 16)}`;
      const cookie = `${other.here.jar.headerFor(path)}; ${name}=${ticket}`;
      const reply = await fetch(new URL(path, world.url), { redirect: 'manual', headers: { cookie } });
      expect([reply.status, textOf(await reply.text())]).toEqual([400, NOT_ACCEPTED]);
    });

    it('is closed without the cookie of the request for access', async () => {
      const { browser, callback } = await travel();
      const reply = await browser.here.request(callback);
      browser.here.jar.forget(/interaction/);
      const end = await browser.here.request(reply.headers.get('location') ?? '');
      expect(said(end)).toEqual([400, expect.stringContaining('no longer valid')]);
      expect(hasSession(browser)).toBe(false);
    });
  });

  describe('the start', () => {
    it.each(['cross-site', 'same-site'])('A46 is not taken from a page that is %s', async (site) => {
      const browser = world.browser();
      const { page } = await world.ask(browser);
      for (const path of [`${page.url.pathname}/federated/start`, '/oauth/federation/start?next=/']) {
        const reply = await browser.here.request(path, { headers: { 'sec-fetch-site': site } });
        expect([reply.status, reply.headers.get('location')]).toEqual([403, null]);
        expect(browser.here.jar.headerFor('/oauth/federation/callback')).not.toContain('federation');
      }
    });

    it('A45 needs the cookie of the request for access', async () => {
      const { page } = await world.ask(world.browser());
      const stranger = world.browser();
      const reply = await stranger.here.request(`${page.url.pathname}/federated/start`);
      expect([reply.status, reply.headers.get('location')]).toEqual([400, null]);
    });

    it('asks the provider to sign in anew where the host or the person wants it', async () => {
      const browser = world.browser();
      const prompt = async (page: Page) =>
        new URL((await world.click(browser, page)).headers.get('location') ?? '').searchParams.get('prompt');
      expect(await prompt((await world.ask(browser)).page)).toBeNull();
      expect(await prompt((await world.ask(browser, { prompt: 'login' })).page)).toBe('login');
      const refused = await travel('nobody');
      const page = await refused.browser.here.open(refused.callback);
      const again = await world.click(refused.browser, page);
      expect(new URL(again.headers.get('location') ?? '').searchParams.get('prompt')).toBe('login');
    });

    it('lets several tabs sign in beside each other', async () => {
      const browser = world.browser();
      world.idp.who = 'alice';
      const start = async () =>
        world.visit(browser, await browser.here.request('/oauth/federation/start?next=/one'));
      const [first, second] = [await start(), await start()];
      expect((await browser.here.request(second)).status).toBe(303);
      expect((await browser.here.request(first)).status).toBe(303);
    });
  });

  it('tells people who cancel at the provider how to go on', async () => {
    const { browser, callback } = await travel('nobody');
    expect(callback.searchParams.get('error')).toBe('access_denied');
    const page = await browser.here.open(callback);
    expect(said(page)).toEqual([400, expect.stringContaining('You were not signed in')]);
    expect((await world.signIn(browser, page, 'alice')).status).toBe(200);
  });

  it('does not show what the provider wrote', async () => {
    const { browser, callback } = await travel('nobody');
    const evil = changed(callback, 'error_description', '<script>alert(1)</script> call 555');
    const page = await browser.here.open(evil);
    expect(page.body).not.toContain('call 555');
    expect(page.body).not.toContain('<script');
  });

  it('A57 gives cookies that scripts and other sites cannot use', async () => {
    const browser = world.browser();
    const { page } = await world.ask(browser);
    const reply = await world.click(browser, page);
    const [cookie = ''] = reply.headers.getSetCookie().filter((text) => text.includes('federation'));
    expect(cookie).toMatch(
      /^duvo_federation_attempt_[0-9a-f]{16}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
  });

  it('A69 keeps nothing in the database that could be used', async () => {
    const { browser, callback } = await travel();
    const { rows } = (await world.app.database.handle.execute(
      sql`select row_to_json(a)::text as text from oauth_artifacts a where model like 'Federation%'`,
    )) as { rows: unknown[] };
    const dump = JSON.stringify(rows);
    expect(rows.length).toBeGreaterThan(0);
    for (const secret of [
      callback.searchParams.get('state'),
      callback.searchParams.get('code'),
      browser.here.jar.valueOf(/duvo_federation/),
      'alice',
      'verifier',
    ]) {
      expect(dump).not.toContain(secret);
    }
  });

  describe('a provider that is away', () => {
    it.each(['broken', 'gone'] as const)('(%s) gives a page and 503, and works again', async (state) => {
      const { browser, page, callback } = await travel();
      world.idp.state = state;
      const end = await browser.here.open(callback);
      expect(said(end)).toEqual([503, expect.stringContaining('Your identity provider is not available')]);
      expect(end.headers.get('retry-after')).toBe('5');
      world.idp.state = 'up';
      expect((await world.signIn(browser, page, 'alice')).status).toBe(200);
    });
  });
});

describe('a provider that cannot be asked from the start', () => {
  let world: FederationWorld;
  beforeEach(async () => {
    const alone = 'how often the provider is asked is the pace of one process';
    world = await createFederationWorld({ env: { OIDC_ONLY: 'on' }, alone });
  });
  afterEach(() => world.close());

  /** As if the pause after a failure were over. */
  const passPause = () =>
    jest.spyOn(world.app.get(Clock), 'now').mockImplementation(() => Date.now() + 10_000);

  it.each(['broken', 'gone'] as const)('(%s) does not keep the server or the pages down', async (state) => {
    world.idp.state = state;
    const browser = world.browser();
    const { page } = await world.ask(browser);
    expect(page.status).toBe(200);
    const before = world.idp.asked.length;
    const replies = [await world.click(browser, page), await world.click(browser, page)];
    expect(replies.map(({ status }) => status)).toEqual([503, 503]);
    // One look and one more try; the second person does not wait for another.
    expect(world.idp.asked.length - before).toBe(2);
    world.idp.state = 'up';
    passPause();
    expect((await world.click(browser, page)).status).toBe(303);
  });

  it('A65 is not believed to be another issuer', async () => {
    world.idp.discoveryReply = (body) => ({ ...body, issuer: 'https://evil.example' });
    const browser = world.browser();
    const { page } = await world.ask(browser);
    expect((await world.click(browser, page)).status).toBe(503);
    const lines = world.app.logs.map((line) => String(line.msg));
    expect(lines).toContainEqual(expect.stringContaining('OIDC_UPSTREAM_ISSUER'));
  });
});

describe('a provider that does not know our secret', () => {
  it('gives 503, and the log says why', async () => {
    const world = await createFederationWorld({ env: { OIDC_UPSTREAM_CLIENT_SECRET: 'another' } });
    const browser = world.browser();
    const { page } = await world.ask(browser);
    const end = await world.signIn(browser, page, 'alice');
    expect([end.status, textOf(end.body)]).toEqual([503, expect.stringContaining('is not available')]);
    const lines = world.app.logs.map((line) => String(line.msg));
    expect(lines).toContainEqual(expect.stringMatching(/came to nothing \(503\).*invalid_client/));
    await world.close();
  });
});

describe('a server without an identity provider', () => {
  it('has none of its paths', async () => {
    const world = await createFederationWorld({
      env: { OIDC_UPSTREAM_ISSUER: '', OIDC_UPSTREAM_CLIENT_ID: '' },
    });
    const browser = world.browser();
    const { page } = await world.ask(browser);
    expect(page.body).not.toContain('federated');
    for (const path of [
      '/oauth/federation/start',
      '/oauth/federation/callback',
      `${page.url.pathname}/federated/start`,
      `${page.url.pathname}/federated`,
    ]) {
      expect([path, (await browser.here.request(path)).status]).toEqual([path, 404]);
    }
    await world.close();
  });
});
