import { SignIn } from '@app/auth';
import { loadConfig } from '@app/config';
import { runCli } from '../../apps/cli/src/run-cli';
import { signedIn } from '../sessions/support/signed-in';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';

/** The embedded database takes its seconds to start. */
jest.setTimeout(180_000);

describe.each(DATABASES)('npm run teams -- set-password, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded, env: { LOG_LEVEL: 'silent', CREDENTIAL_CACHE_SECONDS: '0' } });
  });
  afterAll(() => app.close());

  const run = async (argv: string[], input?: string) => {
    const { database } = app.config;
    const url = database.driver === 'pglite' ? `pglite://${database.folder}` : database.url;
    let out = '';
    let err = '';
    const code = await runCli(['teams', 'set-password', ...argv], () => loadConfig({ DATABASE_URL: url }), {
      out: (text) => (out += text),
      err: (text) => (err += text),
      ...(input !== undefined && { input: () => Promise.resolve(input) }),
    });
    return { code, out, err };
  };
  const signIn = async (email: string, password: string) =>
    (await app.get(SignIn).withPassword({ email, password, address: '192.0.2.1' })).outcome;

  it('prints a password that opens the account, once', async () => {
    const { code, out } = await run(['--user', 'Owner@acme.test', '--json']);
    const { user, password } = JSON.parse(out);
    expect({ code, user }).toMatchObject({ code: 0, user: { email: 'owner@acme.test' } });
    expect(password).toMatch(/^[0-9A-Za-z]{16}$/);
    expect(await signIn('owner@acme.test', password)).toBe('signed_in');

    const again = await run(['--user', 'owner@acme.test']);
    expect(again.out).toMatch(/^The password of owner@acme\.test is now: [0-9A-Za-z]{16}$/m);
    expect(await signIn('owner@acme.test', password)).toBe('refused');
  });

  it.each(['a sentence to remember', 'a sentence to remember\n', 'a sentence to remember\r\n'])(
    'takes %j from standard input, and does not show it',
    async (input) => {
      const { code, out, err } = await run(['--user', 'admin@acme.test', '--password-stdin'], input);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toBe(
        'The password of admin@acme.test is set; browser sessions that were open have ended.\n',
      );
      expect(await signIn('admin@acme.test', 'a sentence to remember')).toBe('signed_in');
    },
  );

  it('ends the sessions of the user', async () => {
    const { headers } = await signedIn(app, app.world.acme.userIds.member);
    const status = async () => (await app.rest('GET', '/v1/profile', { headers })).status;
    expect(await status()).toBe(200);
    await run(['--user', 'member@acme.test']);
    expect(await status()).toBe(401);
  });

  it.each([
    ['nothing', '', 2, 'There is nothing on standard input.'],
    ['a line break', '\n', 2, 'There is nothing on standard input.'],
    ['two lines', 'first line\nsecond line\n', 2, 'Standard input has more than one line.'],
    ['a short one', 'seven77', 1, 'A password has at least 8 characters; this one has 7.'],
    ['a common one', 'Password2026!', 1, 'This password is one of the first that others would try'],
    ['the name of the person', 'viewer1', 1, 'A password has at least 8 characters'],
    ['the email', 'viewer@acme.test', 1, 'little more than your name'],
  ])('refuses %s, and leaves the password as it was', async (_what, input, code, sentence) => {
    const made = JSON.parse((await run(['--user', 'viewer@acme.test', '--json'])).out).password;
    const outcome = await run(['--user', 'viewer@acme.test', '--password-stdin'], input);
    expect(outcome).toEqual({ code, out: '', err: expect.stringContaining(sentence) });
    expect(await signIn('viewer@acme.test', made)).toBe('signed_in');
  });

  it('takes no password from the command line, where every process sees it', async () => {
    const outcome = await run(['--user', 'viewer@acme.test', '--password', 'a sentence to remember']);
    expect(outcome).toMatchObject({ code: 2, err: expect.stringContaining('has no option --password') });
  });

  it('says so where nobody has the address', async () => {
    const outcome = await run(['--user', 'ghost@acme.test']);
    expect(outcome).toEqual({ code: 1, out: '', err: expect.stringContaining('There is no user ghost') });
  });
});
