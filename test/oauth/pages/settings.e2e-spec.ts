import { sql } from 'drizzle-orm';
import { createPagesWorld } from './support/pages-world';
import type { PagesWorld } from './support/pages-world';
import { OWNER, PASSWORD, signIn } from './support/person';
import { textOf } from './support/plain-browser';

describe('the pages under other settings', () => {
  let world: PagesWorld | undefined;
  afterEach(() => world?.close());

  it('say when to try again after too many tries, and let nobody in meanwhile', async () => {
    world = await createPagesWorld({
      env: { RATE_LIMITS: 'unauthenticated=100000/60,client_registration=1000/60,sign_in=2/60' },
    });
    const browser = world.browser();
    const page = await world.ask(browser, await world.register());
    for (const password of ['wrong', 'wrong again']) {
      expect((await signIn(browser, page, OWNER, password)).status).toBe(400);
    }
    const limited = await signIn(browser, page, OWNER, PASSWORD);
    expect(limited.status).toBe(429);
    const wait = Number(limited.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(textOf(limited.body)).toMatch(/Too many tries\. Try again in \d+ (second|minute)s?\./);
  });

  it('offer the identity provider alone where passwords are not used', async () => {
    world = await createPagesWorld({
      env: {
        OIDC_UPSTREAM_ISSUER: 'http://127.0.0.1:9/idp',
        OIDC_UPSTREAM_CLIENT_ID: 'duvo',
        OIDC_UPSTREAM_NAME: 'Acme <SSO>',
        OIDC_ONLY: 'on',
      },
    });
    const browser = world.browser();
    const page = await world.ask(browser, await world.register());
    expect(textOf(page.body)).toContain('Continue with Acme <SSO>');
    expect(page.body).toContain(`href="${page.url.pathname}/federated/start"`);
    expect(page.body).not.toContain('name="password"');
    const forged = await browser.submit(page, '/sign-in', {
      email: OWNER,
      password: PASSWORD,
      action: 'sign_in',
    });
    expect(forged.status).toBe(400);
    expect(textOf(forged.body)).toContain('Passwords are not used here.');
  });

  it('tell a person without a team whom to ask', async () => {
    world = await createPagesWorld();
    const { acme } = world.app.world;
    await world.app.database.handle.execute(sql`delete from members where user_id = ${acme.userIds.viewer}`);
    const browser = world.browser();
    const page = await world.askAndSignIn(browser, await world.register(), 'viewer@acme.test');
    expect(page.status).toBe(403);
    expect(textOf(page.body)).toContain('Ask an owner or admin of your team to add viewer@acme.test.');
    const forged = await browser.submit(page, '/consent', { decision: 'approve', team_id: acme.teamId });
    expect(forged.status).toBe(403);
  });

  it('hint at the demo people on this machine alone, and never at the password', async () => {
    world = await createPagesWorld();
    const page = await world.ask(world.browser(), await world.register());
    expect(textOf(page.body)).toContain('Sign in as owner@acme.test');
    expect(page.body).not.toContain(PASSWORD);
  });
});
