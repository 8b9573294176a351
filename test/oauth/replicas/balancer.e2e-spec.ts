import { sql } from 'drizzle-orm';
import { AuthzInvalidation, BrowserSessions } from '@app/auth';
import { ConnectedApps } from '@app/oauth-server';
import { freePort } from '../../support/servers.cjs';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import { createTestDatabase } from '../../support/test-database';
import type { TestDatabase } from '../../support/test-database';
import { until } from '../../support/until';
import { Balancer, SERVED_BY } from '../../topology/balancer.cjs';
import { DirectedBrowser } from './support/directed-browser';
import { setPassword, signIn, PASSWORD } from '../pages/support/person';
import { goesOnTo, PlainBrowser } from '../pages/support/plain-browser';
import type { Page } from '../pages/support/plain-browser';
import { registered } from '../support/connect';
import { Host } from '../support/host';
import type { Attempt, Reply, Tokens } from '../support/host';

/** A revocation may take so long to reach every replica, in milliseconds. */
const LIMIT_MS = 1000;

/** A browser that remembers which replica answered each of its requests. */
class WatchedBrowser extends PlainBrowser {
  readonly servedBy: string[] = [];

  override async request(target: string | URL, init: RequestInit = {}): Promise<Page> {
    const page = await super.request(target, init);
    this.servedBy.push(page.headers.get(SERVED_BY) ?? '');
    return page;
  }
}

interface Connection {
  readonly host: Host;
  readonly browser: WatchedBrowser;
  readonly tokens: Tokens & { readonly refresh_token: string };
}

describe('A70: three replicas behind a balancer that sends every request to the next one', () => {
  let database: TestDatabase;
  let balancer: Balancer;
  let a: TestApp;
  let b: TestApp;
  let c: TestApp;
  let replicas: TestApp[];

  beforeAll(async () => {
    database = await createTestDatabase();
    const port = await freePort();
    const env = { PUBLIC_URL: `http://127.0.0.1:${port}`, REDIS_URL: process.env.TEST_REDIS_URL ?? '' };
    a = await createTestApp({ databaseUrl: database.url, env });
    b = await createTestApp({ databaseUrl: database.url, env, world: a.world });
    c = await createTestApp({ databaseUrl: database.url, env, world: a.world });
    replicas = [a, b, c];
    await setPassword(a, a.world.acme.userIds.owner, PASSWORD);
    await setPassword(a, a.world.acme.userIds.member, PASSWORD);
    const ports = { a: a.config.port, b: b.config.port, c: c.config.port };
    balancer = await Balancer.start(port, ports);
  }, 120_000);

  afterAll(async () => {
    await balancer.stop();
    await a.close();
    await b.close();
    await c.close();
    await database.drop();
  });

  /** Registers a host, signs in and approves on its pages. @returns where the browser is sent in the end */
  async function approve(
    email = 'owner@acme.test',
  ): Promise<{ host: Host; browser: WatchedBrowser; attempt: Attempt; callback: URL }> {
    const host = await registered(balancer);
    const browser = new WatchedBrowser(balancer.url);
    const attempt = host.attempt();
    const consent = await signIn(browser, await browser.open(attempt.url), email);
    const fields = { decision: 'approve', allow_changes: 'yes' };
    const shown = await browser.submit(consent, '/consent', fields);
    const last = await browser.open(goesOnTo(shown));
    return { host, browser, attempt, callback: new URL(last.headers.get('location') ?? '') };
  }

  async function connect(email?: string): Promise<Connection> {
    const { host, browser, attempt, callback } = await approve(email);
    const { status, body } = await host.redeem(attempt, callback);
    expect(status).toBe(200);
    return { host, browser, tokens: body };
  }

  const at = (replica: TestApp, token: string): Promise<Reply> => new Host(replica.url).call(token);
  const statuses = async (token: string) =>
    (await Promise.all(replicas.map((replica) => at(replica, token)))).map(({ status }) => status);

  /** All replicas have just accepted the token, so all remember it. */
  async function known(token: string): Promise<void> {
    expect(await statuses(token)).toEqual([200, 200, 200]);
  }

  /** @returns how long it took until the last of these replicas refused the token, in milliseconds */
  async function msUntilRefused(token: string, by: readonly TestApp[]): Promise<number> {
    const since = performance.now();
    const refusal = async (replica: TestApp): Promise<void> => {
      while ((await at(replica, token)).status === 200 && performance.now() - since < 10_000);
    };
    await Promise.all(by.map(refusal));
    return performance.now() - since;
  }

  it('lets a person connect a host, each request at another one', async () => {
    const trails: string[][] = [];
    for (let round = 0; round < 2; round += 1) {
      const { browser, tokens } = await connect();
      trails.push(browser.servedBy);
      await known(tokens.access_token);
    }
    for (const trail of trails) {
      expect(trail.length).toBeGreaterThan(6);
      for (const [index, name] of trail.entries()) expect(name).toBe(trail[index % 3]);
      expect(trail.slice(0, 3).sort()).toEqual(['a', 'b', 'c']);
    }
  });

  it.each(['a', 'b'])('takes the authorization on %s and the token on the other', async (name) => {
    const [first, second] = name === 'a' ? [a, b] : [b, a];
    const host = await registered(first);
    // The replica that it meets speaks of the public URL, so the rest of the way is the balancer's.
    Object.assign(host, { url: second.url });
    const attempt = host.attempt({ resource: `${balancer.url}/v1/mcp` });
    const asked = await fetch(new URL(`/oauth/authorize${attempt.url.search}`, first.url), {
      redirect: 'manual',
    });
    const browser = new WatchedBrowser(balancer.url);
    browser.jar.take(asked.headers.getSetCookie(), '/oauth/authorize');
    const consent = await signIn(browser, await browser.open(asked.headers.get('location') ?? ''));
    const shown = await browser.submit(consent, '/consent', { decision: 'approve' });
    const last = await browser.open(goesOnTo(shown));
    const callback = new URL(last.headers.get('location') ?? '');
    expect(callback.searchParams.get('iss')).toBe(balancer.url);
    const reply = await host.redeem(attempt, callback, { resource: undefined });
    expect(reply.status).toBe(200);
    await known(reply.body.access_token);
  });

  it.each(['abc', 'bca', 'cab'])(
    'asks on the first, approves on the second, redeems on the third of %s, and calls on every one',
    async (order) => {
      const [asked, approved, redeemed] = [...order].map((name) => ({ a, b, c })[name]) as [
        TestApp,
        TestApp,
        TestApp,
      ];
      const host = await registered(redeemed);
      const attempt = host.attempt({ resource: `${balancer.url}/v1/mcp` });
      const browser = new DirectedBrowser(balancer.url, asked);
      const sentOn = await browser.request(`/oauth/authorize${attempt.url.search}`);
      browser.to = approved;
      const consent = await signIn(browser, await browser.open(sentOn.headers.get('location') ?? ''));
      const shown = await browser.submit(consent, '/consent', { decision: 'approve' });
      const last = await browser.open(goesOnTo(shown));
      const callback = new URL(last.headers.get('location') ?? '');
      const { status, body } = await host.redeem(attempt, callback, { resource: undefined });
      expect(status).toBe(200);
      await known(body.access_token);
    },
  );

  it('refreshes on the other one, and on all at once', async () => {
    const { host, tokens } = await connect();
    const onA = Object.assign(new Host(a.url), { clientId: host.clientId });
    const onB = Object.assign(new Host(b.url), { clientId: host.clientId });
    const resource = { resource: host.resource };
    const first = await onA.refresh(tokens.refresh_token, resource);
    const second = await onB.refresh(first.body.refresh_token, resource);
    expect([first.status, second.status]).toEqual([200, 200]);
    await known(second.body.access_token);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => host.refresh(second.body.refresh_token)),
    );
    expect(new Set(replies.map(({ headers }) => headers.get(SERVED_BY)))).toEqual(new Set(['a', 'b', 'c']));
    for (const { status, body } of replies) {
      expect(status).toBe(200);
      expect((await host.call(body.access_token)).status).toBe(200);
    }
  });

  it('redeems a code once, however many try on all', async () => {
    const { host, attempt, callback } = await approve();
    const replies = await Promise.all(Array.from({ length: 10 }, () => host.redeem(attempt, callback)));
    expect(new Set(replies.map(({ headers }) => headers.get(SERVED_BY)))).toEqual(new Set(['a', 'b', 'c']));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  describe('within a second all refuse', () => {
    it.each(['refresh_token', 'access_token'] as const)(
      'what a host gives back on the one (%s)',
      async (kind) => {
        const { host, tokens } = await connect();
        await known(tokens.access_token);
        const onB = Object.assign(new Host(b.url), { clientId: host.clientId });
        expect((await onB.revoke(tokens[kind])).status).toBe(200);
        expect(await msUntilRefused(tokens.access_token, [a, c])).toBeLessThan(LIMIT_MS);
        expect(await statuses(tokens.access_token)).toEqual([401, 401, 401]);
        expect((await host.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
      },
    );

    it('a host that its person cuts off on the one', async () => {
      const { host, tokens } = await connect();
      await known(tokens.access_token);
      const apps = await b.get(ConnectedApps).ofUser(b.world.acme.userIds.owner);
      const app = apps.find(({ clientId }) => clientId === host.clientId);
      expect(await b.get(ConnectedApps).revoke(b.world.acme.teamId, app?.id ?? '')).toBe(true);
      expect(await msUntilRefused(tokens.access_token, [a, c])).toBeLessThan(LIMIT_MS);
      expect((await host.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    });

    it('a used code that comes again on the other', async () => {
      const { host, attempt, callback } = await approve();
      const onA = Object.assign(new Host(a.url), { clientId: host.clientId });
      const onB = Object.assign(new Host(b.url), { clientId: host.clientId });
      const { body } = await onA.redeem(attempt, callback, { resource: undefined });
      await known(body.access_token);
      const again = await onB.redeem(attempt, callback, { resource: undefined });
      expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await msUntilRefused(body.access_token, [a, c])).toBeLessThan(LIMIT_MS);
    });

    it('a person who is disabled on the one', async () => {
      const { tokens } = await connect('member@acme.test');
      await known(tokens.access_token);
      const userId = a.world.acme.userIds.member;
      await b.database.handle.execute(sql`update users set disabled_at = now() where id = ${userId}`);
      b.get(AuthzInvalidation).changed(`user:${userId}`);
      expect(await msUntilRefused(tokens.access_token, [a, c])).toBeLessThan(LIMIT_MS);
      expect(await statuses(tokens.access_token)).toEqual([401, 401, 401]);
    });

    it('a browser that signs out on the one', async () => {
      const { session, cookie } = await a.get(BrowserSessions).open({
        userId: a.world.acme.userIds.owner,
        amr: ['pwd'],
        address: '127.0.0.1',
        userAgent: null,
      });
      const request = { headers: { cookie: cookie.split(';')[0] } } as never;
      expect((await b.get(BrowserSessions).of(request))?.id).toBe(session.id);
      await a.get(BrowserSessions).close(request);
      const isGone = async () => ((await b.get(BrowserSessions).of(request)) ? undefined : true);
      expect(await until(isGone, LIMIT_MS)).toBe(true);
    });
  });

  it('sign with the same keys', async () => {
    const keys = await Promise.all(replicas.map(({ rest }) => rest('GET', '/oauth/jwks')));
    expect(keys[0]?.body.keys).toHaveLength(2);
    for (const { body } of keys) expect(body).toEqual(keys[0]?.body);
  });
});
