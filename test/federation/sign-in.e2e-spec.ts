import { sql } from 'drizzle-orm';
import { AuthzInvalidation, BrowserSessions, Identities, UserDirectory } from '@app/auth';
import type { Membership } from '@app/auth';
import { DEMO_TEAM } from '@app/public-api';
import { redeem } from '../oauth/pages/support/host';
import { goesOnTo, textOf } from '../oauth/pages/support/plain-browser';
import { DATABASES } from '../support/test-app';
import { createFederationWorld } from './support/federation-world';
import type { FederationWorld } from './support/federation-world';

const GLOBEX = '9f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f501';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const JIT_TEAMS = [
  `staff=${DEMO_TEAM.id}:viewer`,
  `builders=${DEMO_TEAM.id}:builder`,
  `builders=${GLOBEX}:member`,
  `ghosts=${NOBODY}:member`,
].join(',');

describe.each(DATABASES)('signing in at an identity provider, on $database', ({ embedded }) => {
  let world: FederationWorld;
  beforeAll(async () => {
    world = await createFederationWorld({ embedded, env: { JIT_TEAMS } });
  }, 180_000);
  afterAll(() => world.close());

  /** Someone whom the provider knows. */
  const person = (id: string, more: object = {}): string => {
    const email = `${id}@example.test`;
    world.idp.people.set(id, { email, email_verified: true, name: `The ${id}`, groups: ['staff'], ...more });
    return id;
  };
  const membershipsOf = async (email: string): Promise<Membership[]> => {
    const users = world.app.get(UserDirectory);
    const user = await users.byEmail(email);
    return user ? users.memberships(user.id) : [];
  };
  const rolesOf = async (email: string): Promise<Record<string, string>> =>
    Object.fromEntries((await membershipsOf(email)).map(({ teamId, role }) => [teamId, role]));

  it('goes from the host to the provider, through consent and back, with tokens that work', async () => {
    const browser = world.browser();
    const { page, host } = await world.ask(browser);
    expect(textOf(page.body)).toContain('Continue with Example Login');
    const consent = await world.signIn(browser, page, person('alice'));
    expect(textOf(consent.body)).toContain('Connect Claude to Duvo?');
    const shown = await browser.here.submit(consent, '/consent', { decision: 'approve' });
    const last = await browser.here.open(goesOnTo(shown));
    const tokens = await redeem(world.url, host, last.headers.get('location') ?? '');
    const profile = await world.app.rest('GET', '/v1/profile', { key: tokens.access_token });
    expect(profile.body).toMatchObject({ profile: { email: 'alice@example.test' } });
  });

  it('sends state, nonce and PKCE, and never the redirect URI of the host', async () => {
    const browser = world.browser();
    const { page, host } = await world.ask(browser);
    const url = new URL((await world.click(browser, page)).headers.get('location') ?? '');
    expect(url.origin).toBe(world.idp.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      redirect_uri: `${world.url}/oauth/federation/callback`,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(url.href).not.toContain(encodeURIComponent(host.redirectUri));
    expect(url.href).not.toContain(host.clientId);
  });

  it('begins a session with amr fed, and leaves no cookie of the way', async () => {
    const browser = world.browser();
    const { page } = await world.ask(browser);
    await world.signIn(browser, page, person('amr'));
    const cookie = browser.here.jar.headerFor('/');
    const session = await world.app
      .get(BrowserSessions)
      .of({ headers: { cookie } } as unknown as Parameters<BrowserSessions['of']>[0]);
    expect(session?.amr).toEqual(['fed']);
    expect(browser.here.jar.headerFor('/oauth/federation/callback')).not.toContain('federation');
  });

  describe('without a request for access', () => {
    it('leads to the path that was asked for', async () => {
      const browser = world.browser();
      world.idp.who = person('dash');
      const reply = await browser.here.request('/oauth/federation/start?next=/settings/keys?tab=1');
      const back = await world.visit(browser, reply);
      const end = await browser.here.request(back);
      expect([end.status, end.headers.get('location')]).toEqual([303, '/settings/keys?tab=1']);
      expect(browser.here.jar.valueOf(/duvo_session/)).toBeDefined();
    });

    it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
      'A66 leads home instead of to %s',
      async (next) => {
        const browser = world.browser();
        world.idp.who = person('dash');
        const reply = await browser.here.request(`/oauth/federation/start?next=${encodeURIComponent(next)}`);
        const end = await browser.here.request(await world.visit(browser, reply));
        expect(end.headers.get('location')).toBe('/');
      },
    );
  });

  describe('somebody unknown', () => {
    const arrive = async (who: string) => {
      const browser = world.browser();
      const { page } = await world.ask(browser);
      return world.signIn(browser, page, who);
    };

    it('comes into the teams of the rules that fit, with the strongest role of each', async () => {
      await arrive(person('bob', { groups: ['staff', 'builders', 'others'] }));
      expect(await rolesOf('bob@example.test')).toEqual({ [DEMO_TEAM.id]: 'builder', [GLOBEX]: 'member' });
    });

    it('is refused where no rule fits, and no user is made', async () => {
      const page = await arrive(person('eve', { groups: ['others'] }));
      expect(page.status).toBe(403);
      expect(textOf(page.body)).toContain('You have no account here yet');
      expect(await membershipsOf('eve@example.test')).toEqual([]);
    });

    it.each([
      ['is not verified', { email_verified: false }],
      ['is missing', { email: undefined, email_verified: undefined }],
      ['is nothing', { email: 'not an address' }],
    ])('A65 is refused if the address %s', async (_what, claims) => {
      const page = await arrive(person('mallory', claims));
      expect([page.status, textOf(page.body)]).toEqual([
        403,
        expect.stringContaining('Your email address is not confirmed'),
      ]);
      expect(await world.app.get(Identities).userOf(world.idp.issuer, 'mallory')).toBeUndefined();
    });

    it('is refused where the rule names a team that does not exist, which the log says', async () => {
      const page = await arrive(person('ghost', { groups: ['staff', 'ghosts'] }));
      expect(page.status).toBe(403);
      expect(await world.app.get(UserDirectory).byEmail('ghost@example.test')).toBeUndefined();
      const lines = world.app.logs.map((line) => String(line.msg));
      expect(lines).toContainEqual(
        expect.stringContaining(`JIT_TEAMS names a team that does not exist: ${NOBODY}`),
      );
    });

    it('A65 does not become a user of ours by having the same address', async () => {
      const page = await arrive(person('impostor', { email: 'OWNER@acme.test', groups: ['staff'] }));
      expect([page.status, textOf(page.body)]).toEqual([403, expect.stringContaining('no account here yet')]);
      expect(await world.app.get(Identities).userOf(world.idp.issuer, 'impostor')).toBeUndefined();
      const lines = world.app.logs.map((line) => String(line.msg));
      expect(lines).toContainEqual(expect.stringContaining(world.app.world.acme.userIds.owner));
      expect(lines.join('\n')).not.toContain('OWNER@acme.test');
    });

    it('becomes one user when several windows sign in at once', async () => {
      const claims = { issuer: world.idp.issuer, subject: 'twins', email: 'twins@example.test' };
      const signIn = () =>
        world.app.get(Identities).signIn({ ...claims, emailVerified: true, values: ['staff'] });
      const outcomes = await Promise.all([signIn(), signIn(), signIn(), signIn()]);
      const ids = outcomes.map((result) => (result.outcome === 'signed_in' ? result.user.id : result.reason));
      expect(new Set(ids).size).toBe(1);
      expect(await rolesOf('twins@example.test')).toEqual({ [DEMO_TEAM.id]: 'viewer' });
    });
  });

  describe('somebody known', () => {
    const signIn = (subject: string, more: object = {}) =>
      world.app.get(Identities).signIn({
        issuer: world.idp.issuer,
        subject,
        email: `${subject}@example.test`,
        emailVerified: true,
        values: ['staff'],
        ...more,
      });

    it('keeps teams and role, whatever the groups say now', async () => {
      await signIn('carol');
      await signIn('carol', { values: ['builders'] });
      expect(await rolesOf('carol@example.test')).toEqual({ [DEMO_TEAM.id]: 'viewer' });
    });

    it('needs no address any more', async () => {
      const first = await signIn('dora');
      expect(await signIn('dora', { email: undefined, emailVerified: false, values: [] })).toEqual(first);
    });

    it('is somebody else at another provider', async () => {
      await signIn('frank');
      expect(await signIn('frank', { issuer: 'https://other.example', email: 'f@example.test' })).toEqual(
        expect.objectContaining({ user: expect.objectContaining({ email: 'f@example.test' }) }),
      );
    });

    it('is refused while switched off', async () => {
      await signIn('gone');
      const user = await world.app.get(Identities).userOf(world.idp.issuer, 'gone');
      await world.app.database.handle.execute(
        sql`update users set disabled_at = now() where id = ${user?.id ?? ''}`,
      );
      world.app.get(AuthzInvalidation).changed(`user:${user?.id ?? ''}`);
      const browser = world.browser();
      const { page } = await world.ask(browser);
      const end = await world.signIn(browser, page, person('gone'));
      expect([end.status, textOf(end.body)]).toEqual([
        403,
        expect.stringContaining('Your account is switched off'),
      ]);
      expect(browser.here.jar.valueOf(/duvo_session/)).toBeUndefined();
    });

    it('is a user of ours once the operator has linked them', async () => {
      const { owner, viewer } = world.app.world.acme.userIds;
      const identities = world.app.get(Identities);
      expect(await identities.link(owner, world.idp.issuer, 'the-owner')).toBe('linked');
      expect(await identities.link(owner, world.idp.issuer, 'the-owner')).toBe('linked');
      expect(await identities.link(viewer, world.idp.issuer, 'the-owner')).toBe('taken');
      expect(await signIn('the-owner', { email: undefined, values: [] })).toMatchObject({
        outcome: 'signed_in',
        user: { id: owner },
      });
    });

    it.each([
      { what: 'nothing', subject: '' },
      { what: 'a text with a control character', subject: 'a\u0000b' },
      { what: 'too long a text', subject: 'x'.repeat(1001) },
      { what: 'half a character', subject: '\ud800' },
    ])('never is $what', async ({ subject }) => {
      expect(await signIn(subject)).toEqual({ outcome: 'refused', reason: 'unknown_person' });
      expect(await world.app.get(Identities).link(NOBODY, world.idp.issuer, subject)).toBe('unusable');
    });
  });
});

describe('a provider that gives the address in the userinfo alone', () => {
  let world: FederationWorld;
  beforeAll(async () => {
    world = await createFederationWorld({
      env: { JIT_TEAMS: `${DEMO_TEAM.id}:member`, OIDC_ALLOWED_DOMAINS: 'Example.test,acme.test' },
      provider: { claimsInUserinfo: true },
    });
  });
  afterAll(() => world.close());

  const arrive = async (email: string | undefined, verified = true) => {
    world.idp.people.set('u', { email, email_verified: verified });
    const browser = world.browser();
    const { page } = await world.ask(browser);
    const end = await world.signIn(browser, page, 'u');
    return [end.status, textOf(end.body)];
  };

  it('is asked there, and the rule on domains holds', async () => {
    expect(await arrive('someone@evil.test')).toEqual([403, expect.stringContaining('not admitted here')]);
    expect(await arrive('someone@sub.example.test')).toEqual([403, expect.any(String)]);
    expect(await arrive('someone@example.test@evil.test')).toEqual([403, expect.any(String)]);
    expect(await arrive('someone@example.test', false)).toEqual([
      403,
      expect.stringContaining('not confirmed'),
    ]);
    expect(await arrive(undefined)).toEqual([403, expect.stringContaining('not confirmed')]);
    expect(await arrive('someone@EXAMPLE.test')).toEqual([200, expect.stringContaining('Connect Claude')]);
  });

  it('A65 holds the rule each time, also for people who are known', async () => {
    expect(await arrive('someone@elsewhere.test')).toEqual([403, expect.stringContaining('not admitted')]);
    expect(await arrive(undefined)).toEqual([403, expect.stringContaining('not confirmed')]);
  });
});
