import { OWNER, PASSWORD, setPassword } from '../oauth/pages/support/person';
import { CookieJar } from '../oauth/support/cookie-jar';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const SESSION = '/api/settings/session';
const TRIES = 3;

describe('an account that is guessed at', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({
      env: { RATE_LIMITS: `sign_in=1000/60,unauthenticated=1000/60,sign_in_account=${TRIES}/86400` },
    });
    await setPassword(app, app.world.acme.userIds.owner, PASSWORD);
  }, 120_000);
  afterAll(() => app.close());

  const tryWith = async (jar: CookieJar, password: string, email = OWNER): Promise<number> => {
    const headers = { 'sec-fetch-site': 'same-origin', cookie: jar.for(SESSION) };
    const reply = await app.rest('POST', SESSION, { body: { email, password }, headers });
    jar.take(reply.headers.getSetCookie());
    return reply.status;
  };

  it('is closed to browsers that nobody knows, and open where its owner has signed in before', async () => {
    const owner = new CookieJar();
    expect(await tryWith(owner, PASSWORD)).toBe(200);
    const guesser = new CookieJar();
    for (let n = 1; n < TRIES; n += 1) expect(await tryWith(guesser, 'wrong')).toBe(401);
    expect(await tryWith(guesser, 'wrong')).toBe(429);
    expect(await tryWith(guesser, PASSWORD)).toBe(429);
    expect(await tryWith(owner, PASSWORD)).toBe(200);
  });

  it('is not opened by what another account left in the browser, or by anything made up', async () => {
    await setPassword(app, app.world.acme.userIds.admin, PASSWORD);
    const admin = new CookieJar();
    expect(await tryWith(admin, PASSWORD, 'admin@acme.test')).toBe(200);
    expect(await tryWith(admin, PASSWORD)).toBe(429);
    const forger = new CookieJar();
    forger.take(['duvo_known=x; Path=/', 'duvo_session=x; Path=/']);
    expect(await tryWith(forger, PASSWORD)).toBe(429);
  });

  it('does not show in what the account is called', async () => {
    const nobody = new CookieJar();
    for (let n = 0; n < TRIES; n += 1) expect(await tryWith(nobody, 'wrong', 'nobody@acme.test')).toBe(401);
    expect(await tryWith(nobody, 'wrong', 'nobody@acme.test')).toBe(429);
  });
});
