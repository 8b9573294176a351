import { AuthzInvalidation, BrowserSessions, Identities } from '@app/auth';
import { cli, json } from '../support/cli';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

jest.setTimeout(180_000);

const ISSUER = 'https://login.example.test/';

describe('teams link and unlink', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({
      env: { OIDC_UPSTREAM_ISSUER: ISSUER, OIDC_UPSTREAM_CLIENT_ID: 'duvo' },
    });
  });
  afterAll(() => t.close());

  const run = (...argv: string[]) => {
    const { database } = t.config;
    return cli(database.driver === 'postgres' ? database.url : '', 'teams', ...argv);
  };
  const issuer = ['--issuer', ISSUER];

  it('say who a person of the provider is here', async () => {
    const link = ['link', '--user', 'Owner@acme.test', '--subject', 'auth0|7', ...issuer];
    const owner = t.world.acme.userIds.owner;
    expect(json(await run(...link, '--json'))).toEqual({
      user: { id: owner, email: 'owner@acme.test', name: expect.any(String) },
      issuer: ISSUER,
      subject: 'auth0|7',
    });
    expect((await run(...link)).code).toBe(0);
    const signedIn = await t
      .get(Identities)
      .signIn({ issuer: ISSUER, subject: 'auth0|7', emailVerified: false, values: [] });
    expect(signedIn).toMatchObject({ outcome: 'signed_in', user: { id: owner } });
  });

  it('do not take a person from somebody else', async () => {
    await run('link', '--user', 'owner@acme.test', '--subject', 'theirs', ...issuer);
    expect(await run('link', '--user', 'viewer@acme.test', '--subject', 'theirs', ...issuer)).toEqual({
      code: 1,
      out: '',
      err: expect.stringContaining(`theirs of ${ISSUER} is linked to owner@acme.test; end that first`),
    });
  });

  it('end it again, with the sessions that were open', async () => {
    await run('link', '--user', 'viewer@acme.test', '--subject', 'gone', ...issuer);
    const userId = t.world.acme.userIds.viewer;
    const sessions = t.get(BrowserSessions);
    const { cookie } = await sessions.open({ userId, amr: ['fed'], address: '127.0.0.1', userAgent: null });
    const request = { headers: { cookie: cookie.split(';')[0] } } as Parameters<typeof sessions.of>[0];
    expect(await sessions.of(request)).toBeDefined();
    expect((await run('unlink', '--subject', 'gone', ...issuer)).out).toContain(
      'is no longer viewer@acme.test',
    );
    expect(await t.get(Identities).userOf(ISSUER, 'gone')).toBeUndefined();
    // What another process changed is remembered here for some seconds.
    t.get(AuthzInvalidation).changed('all');
    expect(await sessions.of(request)).toBeUndefined();
    expect((await run('unlink', '--subject', 'gone', ...issuer)).err).toContain('Nobody is linked to gone');
  });

  it('say what is wrong', async () => {
    expect((await run('link', '--user', 'nobody@acme.test', '--subject', 'x', ...issuer)).err).toContain(
      'There is no user nobody@acme.test',
    );
    expect((await run('link', '--user', 'owner@acme.test', '--subject', 'x')).err).toContain('--issuer');
    expect((await run('link', '--user', 'owner@acme.test')).code).toBe(2);
  });
});
