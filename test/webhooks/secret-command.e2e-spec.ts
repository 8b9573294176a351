import { createHmac } from 'node:crypto';
import { cli, json } from '../support/cli';
import { createEmbeddedDatabase } from '../support/embedded-database';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import { createReceiver } from './support/receiver';
import { deliveriesOf, emit, newSender } from './support/sending';

const webhooks = (databaseUrl: string, ...argv: string[]) => cli(databaseUrl, 'webhooks', ...argv);

/** The command while a server runs on the database. */
function behaves(state: () => { url: string; test: TestApp }): void {
  const run = (...argv: string[]) => webhooks(state().url, ...argv);

  it('shows the secret that signs what is sent', async () => {
    const { test } = state();
    const view = json(await run('secret', '--team', 'acme', '--json'));
    expect(view).toEqual({
      team: { id: test.world.acme.teamId, name: expect.stringMatching(/^acme$/i) },
      secret: expect.stringMatching(/^whsec_[\w-]{43}$/),
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      former_until: null,
    });
    expect(json(await run('secret', '--team', test.world.acme.teamId, '--json'))).toEqual(view);

    const receiver = await createReceiver();
    await emit(test, receiver.url);
    expect(await newSender(test).sendDue()).toBe(1);
    await receiver.close();
    const { headers, body } = receiver.received[0]!;
    const [time, mark] = String(headers['x-webhook-signature']).split(',');
    const text = `${time!.slice(2)}.${body}`;
    expect(mark).toBe(`v1=${createHmac('sha256', view.secret).update(text).digest('hex')}`);
    expect((await deliveriesOf(test)).at(-1)).toMatchObject({ status: 'delivered' });
  });

  it('rotates it, and says how long the former one signs too', async () => {
    const before = json(await run('secret', '--team', 'Globex', '--json'));
    const after = json(await run('rotate-secret', '--team', 'Globex', '--json'));
    expect(after.secret).not.toBe(before.secret);
    expect(Date.parse(after.former_until) - Date.parse(after.created_at)).toBe(86_400_000);
    expect(json(await run('secret', '--team', 'Globex', '--json'))).toEqual(after);
  });

  it('speaks to people in sentences', async () => {
    const shown = await run('secret', '--team', 'Acme');
    expect(shown.out).toMatch(
      /^Signing secret of the team Acme, made at \d{4}-\d\d-\d\d \d\d:\d\d UTC:\n\n {2}whsec_[\w-]{43}\n\nReceivers check x-webhook-signature with it\.\n$/,
    );
    const rotated = await run('rotate-secret', '--team', 'Acme');
    expect(rotated.out).toMatch(
      /^New signing secret of the team Acme:\n\n {2}whsec_[\w-]{43}\n\nGive it to the receivers now\. The former one signs too until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n$/,
    );
  });

  it.each([
    [['secret', '--team', 'Nowhere'], 1, 'There is no team Nowhere; there are '],
    [['secret', '--team', ' '], 2, '--team: must not be empty'],
    [['rotate-secret'], 2, 'webhooks rotate-secret needs --team.'],
  ])('refuses %j with exit code %i and a sentence on standard error', async (argv, code, sentence) => {
    const outcome = await run(...argv);
    expect(outcome).toEqual({ code, out: '', err: expect.stringContaining(sentence) });
    expect(outcome.err).not.toMatch(/\n\s+at |Error:|undefined/);
  });
}

/** The embedded database takes its seconds to start. */
jest.setTimeout(180_000);

describe('npm run webhooks', () => {
  describe('on the embedded database, while the server runs', () => {
    let url: string;
    let drop: () => Promise<void>;
    let test: TestApp;

    beforeAll(async () => {
      ({ url, drop } = await createEmbeddedDatabase());
      test = await createTestApp({
        databaseUrl: url,
        env: { WEBHOOK_ALLOW_PRIVATE: 'on', RUN_WORKER: 'off' },
      });
    });
    afterAll(async () => {
      await test.close();
      await drop();
    });

    behaves(() => ({ url, test }));
  });

  describe('on PostgreSQL', () => {
    let test: TestApp;
    let url: string;
    let drop: () => Promise<void>;

    beforeAll(async () => {
      ({ url, drop } = await createTestDatabase());
      test = await createTestApp({ databaseUrl: url, env: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
    });
    afterAll(async () => {
      await test.close();
      await drop();
    });

    behaves(() => ({ url, test }));
  });

  it('prints its help', async () => {
    const { code, out } = await webhooks('postgres://not/asked', '--help');
    expect(code).toBe(0);
    expect(out).toContain('npm run webhooks -- rotate-secret --team <id or name>');
  });
});
