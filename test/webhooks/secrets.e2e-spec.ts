import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { WebhookSecrets } from '@app/public-api';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createReceiver } from './support/receiver';
import type { Receiver } from './support/receiver';
import { clearDeliveries, emit, newSender } from './support/sending';

describe('the secrets of webhooks', () => {
  let test: TestApp;
  let receiver: Receiver;
  let secrets: WebhookSecrets;
  const acme = () => test.world.acme.teamId;

  beforeAll(async () => {
    test = await createTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
    secrets = test.get(WebhookSecrets);
  });
  beforeEach(async () => {
    receiver = await createReceiver();
    await test.database.handle.execute(sql`delete from webhook_secrets`);
  });
  afterEach(async () => {
    await receiver.close();
    await clearDeliveries(test);
  });
  afterAll(() => test.close());

  /** Sends one event and tells which of the secrets have signed it, in their order. */
  async function signersAmong(...known: string[]): Promise<(string | undefined)[]> {
    await emit(test, receiver.url);
    await newSender(test).sendDue();
    const { headers, body } = receiver.received.at(-1)!;
    const [time, ...marks] = String(headers['x-webhook-signature']).split(',');
    const text = `${time!.slice('t='.length)}.${body}`;
    return marks.map((mark) =>
      known.find((secret) => mark === `v1=${createHmac('sha256', secret).update(text).digest('hex')}`),
    );
  }

  it('are made on first use, one for each team', async () => {
    const [first, again] = [await secrets.current(acme()), await secrets.current(acme())];
    expect(first.secret).toMatch(/^whsec_[\w-]{43}$/);
    expect(again).toEqual(first);
    expect(first).toMatchObject({ formerSecret: null, formerUntil: null, createdAt: expect.any(Date) });
    expect((await secrets.current(test.world.globex.teamId)).secret).not.toBe(first.secret);
    expect(await signersAmong(first.secret)).toEqual([first.secret]);
  });

  it('are one though two ask first at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 5 }, () => secrets.current(acme())));
    expect(new Set(found.map(({ secret }) => secret)).size).toBe(1);
  });

  it('sign both for 24 hours after a rotation, then the new one alone', async () => {
    const { secret: former } = await secrets.current(acme());
    const { secret, formerUntil } = await secrets.rotate(acme());
    expect(secret).not.toBe(former);
    expect(formerUntil!.getTime() - Date.now()).toBeGreaterThan(86_390_000);
    expect(formerUntil!.getTime() - Date.now()).toBeLessThan(86_410_000);
    expect(await signersAmong(former, secret)).toEqual([secret, former]);

    await test.database.handle.execute(
      sql`update webhook_secrets set former_until = now() + interval '2 seconds'`,
    );
    expect(await signersAmong(former, secret)).toEqual([secret, former]);
    await test.database.handle.execute(sql`update webhook_secrets set former_until = now()`);
    expect(await signersAmong(former, secret)).toEqual([secret]);
    expect(await secrets.current(acme())).toMatchObject({ secret, formerSecret: null, formerUntil: null });
  });

  it('are two at most: a second rotation ends the oldest', async () => {
    const { secret: first } = await secrets.current(acme());
    const { secret: second } = await secrets.rotate(acme());
    const { secret: third } = await secrets.rotate(acme());
    expect(await signersAmong(first, second, third)).toEqual([third, second]);
  });

  it('can be rotated before there is one', async () => {
    const { secret, formerUntil } = await secrets.rotate(acme());
    expect(formerUntil).toBeNull();
    expect(await signersAmong(secret)).toEqual([secret]);
  });

  it('are those of the time of sending, not of the event', async () => {
    const { secret: former } = await secrets.current(acme());
    await emit(test, receiver.url);
    const { secret } = await secrets.rotate(acme());
    await newSender(test).sendDue();
    expect(String(receiver.received[0]!.headers['x-webhook-signature']).split(',')).toHaveLength(3);
    expect(await signersAmong(former, secret)).toEqual([secret, former]);
  });

  it('leave those of other teams alone', async () => {
    const { secret } = await secrets.current(test.world.globex.teamId);
    await secrets.rotate(acme());
    expect(await secrets.current(test.world.globex.teamId)).toMatchObject({ secret, formerSecret: null });
  });
});
