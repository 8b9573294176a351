import { sql } from 'drizzle-orm';
import { WebhookSender, WebhookSweeper } from '@app/public-api';
import { DeliveryQueueRepository } from '../../libs/public-api/src/webhooks/delivery-queue.repository';
import { DueDeliveriesRepository } from '../../libs/public-api/src/webhooks/due-deliveries.repository';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { createReceiver, silence, status } from './support/receiver';
import type { Receiver } from './support/receiver';
import { clearDeliveries, deliveriesOf, emit, flood, newSender } from './support/sending';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const idsOf = ({ received }: Receiver) => received.map(({ headers }) => String(headers['x-webhook-id']));
const expireClaims = (test: TestApp) =>
  test.database.handle.execute(sql`update webhook_deliveries set locked_until = now()`);

describe('the sender of webhooks', () => {
  let test: TestApp;
  let receiver: Receiver;
  const running: WebhookSender[] = [];
  const started = (sender: WebhookSender): WebhookSender => {
    running.push(sender);
    sender.start();
    return sender;
  };

  beforeAll(async () => {
    test = await createTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
  });
  beforeEach(async () => {
    receiver = await createReceiver();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((sender) => sender.stop(0)));
    await receiver.close();
    await clearDeliveries(test);
  });
  afterAll(() => test.close());

  it('is woken by an event of its own process', async () => {
    started(newSender(test));
    await sleep(100);
    const begun = performance.now();
    await emit(test, receiver.url);
    await receiver.waitFor(1);
    // The next look would come up to a second later.
    expect(performance.now() - begun).toBeLessThan(700);
  });

  it('finds what another process has written', async () => {
    started(newSender(test));
    await sleep(100);
    await test.database.handle.execute(sql`
      insert into webhook_deliveries (team_id, run_id, event, url, host, body)
      values (${test.world.acme.teamId}, gen_random_uuid(), 'run_completed', ${receiver.url}, 'x', '{}')`);
    await receiver.waitFor(1, 3000);
  });

  it('comes back to a failure by itself when its time has come', async () => {
    receiver.answer = (response, count) => void response.writeHead(count === 1 ? 500 : 200).end();
    started(newSender(test, { ladder: [300] }));
    await emit(test, receiver.url);
    await receiver.waitFor(2);
    const [first, second] = receiver.received;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(295);
  });

  it('lets a host that hangs hold up its own deliveries alone', async () => {
    const hanging = await createReceiver();
    hanging.answer = silence;
    try {
      for (let i = 0; i < 50; i += 1) await emit(test, hanging.url);
      started(newSender(test));
      await hanging.waitFor(2);
      const begun = performance.now();
      await emit(test, receiver.url);
      await receiver.waitFor(1, 2000);
      expect(performance.now() - begun).toBeLessThan(2000);
      await sleep(300);
      expect(hanging.received).toHaveLength(2);
      expect((await deliveriesOf(test)).filter(({ isLocked }) => isLocked)).toHaveLength(2);
    } finally {
      await hanging.close();
    }
  });

  it('gives each team its turn at a host that all share, however much another has waiting', async () => {
    receiver.answer = (response) => void setTimeout(() => response.end(), 20);
    await flood(test, { url: receiver.url, count: 2000 });
    started(newSender(test));
    await receiver.waitFor(4);
    await emit(test, receiver.url, { teamId: test.world.globex.teamId });
    await until(async () => {
      const rows = await test.database.query<{ n: number }>(
        `select count(*)::int as n from webhook_deliveries where team_id = $1 and status = 'delivered'`,
        [test.world.globex.teamId],
      );
      return rows.rows[0]?.n === 1 || undefined;
    });
  });

  it('reaches every host, however many there are', async () => {
    const resolver = { addressesOf: () => Promise.resolve(['127.0.0.1']) };
    const { port } = receiver;
    await test.database.handle.execute(sql`
      insert into webhook_deliveries (team_id, run_id, event, url, host, body)
      select ${test.world.acme.teamId}, gen_random_uuid(), 'run_completed',
        'http://h' || n || '.invalid:' || ${port}::int, 'h' || n || '.invalid:' || ${port}::int, '{}'
      from generate_series(1, 1100) n`);
    expect(await newSender(test, { resolver }).sendDue()).toBe(1100);
  });

  it('lets a team with many such hosts hold up its own deliveries alone', async () => {
    const hanging = await createReceiver();
    hanging.answer = silence;
    const resolver = { addressesOf: () => Promise.resolve(['127.0.0.1']) };
    try {
      for (let i = 0; i < 60; i += 1) await emit(test, `http://h${i}.invalid:${hanging.port}/`);
      started(newSender(test, { resolver }));
      await hanging.waitFor(10);
      await emit(test, receiver.url, { teamId: test.world.globex.teamId });
      await receiver.waitFor(1, 2000);
      expect(hanging.received).toHaveLength(10);
    } finally {
      await hanging.close();
    }
  });

  it('delivers what a process that died has left', async () => {
    await emit(test, receiver.url);
    await emit(test, receiver.url);
    const queue = test.get(DueDeliveriesRepository);
    const [first] = await deliveriesOf(test);
    expect(await queue.claim([first!.id], 30_000)).toHaveLength(1);
    // The claim still holds, so only the other one is sent.
    expect(await newSender(test).sendDue()).toBe(1);
    expect(await newSender(test).sendDue()).toBe(0);
    await expireClaims(test);
    expect(await newSender(test).sendDue()).toBe(1);
    expect(new Set(idsOf(receiver)).size).toBe(2);
    expect((await deliveriesOf(test)).map((row) => row.status)).toEqual(['delivered', 'delivered']);
  });

  it('delivers after a restart what was emitted before', async () => {
    const first = started(newSender(test));
    await first.stop();
    for (let i = 0; i < 5; i += 1) await emit(test, receiver.url);
    await sleep(100);
    expect(receiver.received).toHaveLength(0);
    started(newSender(test));
    await receiver.waitFor(5);
    expect(new Set(idsOf(receiver)).size).toBe(5);
  });

  it('shares the work with another process, each event once', async () => {
    const others = await Promise.all([createReceiver(), createReceiver(), createReceiver()]);
    const receivers = [receiver, ...others];
    try {
      for (let i = 0; i < 120; i += 1) await emit(test, receivers[i % 4]!.url);
      receivers.forEach((one) => (one.answer = (response) => void setTimeout(() => response.end(), 40)));
      const counts = await Promise.all([newSender(test).sendDue(), newSender(test).sendDue()]);
      expect(Math.min(...counts)).toBeGreaterThan(0);
      // What each of them left to the other for this round is taken in the next one.
      const rest = await newSender(test).sendDue();
      const rows = await deliveriesOf(test);
      expect(rows.filter((row) => row.status !== 'delivered' || row.attempts !== 1)).toEqual([]);
      expect(counts[0] + counts[1] + rest).toBe(120);
      const ids = receivers.flatMap(idsOf);
      expect(new Set(ids).size).toBe(120);
      expect(ids).toHaveLength(120);
    } finally {
      await Promise.all(others.map((one) => one.close()));
    }
  });

  it('does not take back what somebody else has ended meanwhile', async () => {
    receiver.answer = (response) => void setTimeout(() => response.writeHead(500).end(), 300);
    await emit(test, receiver.url);
    const slow = newSender(test).sendDue();
    await receiver.waitFor(1);
    await expireClaims(test);
    receiver.answer = status(200);
    await newSender(test).sendDue();
    await slow;
    expect((await deliveriesOf(test))[0]).toMatchObject({
      status: 'delivered',
      attempts: 1,
      lastStatus: 200,
    });
  });

  describe('stop', () => {
    it('waits for what is being sent, and takes no more', async () => {
      receiver.answer = (response) => void setTimeout(() => response.end(), 300);
      const sender = started(newSender(test));
      for (let i = 0; i < 4; i += 1) await emit(test, receiver.url);
      await receiver.waitFor(2);
      await sender.stop();
      expect(receiver.received).toHaveLength(2);
      expect((await deliveriesOf(test)).map((row) => row.status).sort()).toEqual([
        'delivered',
        'delivered',
        'pending',
        'pending',
      ]);
    });

    it('breaks off after the grace and puts the delivery back as it was', async () => {
      receiver.answer = silence;
      const sender = started(newSender(test));
      await emit(test, receiver.url);
      await receiver.waitFor(1);
      const begun = performance.now();
      await sender.stop(200);
      expect(performance.now() - begun).toBeLessThan(1500);
      const [row] = await deliveriesOf(test);
      expect(row).toMatchObject({ status: 'pending', attempts: 0, lastError: null, isLocked: false });
      receiver.answer = status(200);
      expect(await newSender(test).sendDue()).toBe(1);
    });

    it('can be called at any time, and start again after it', async () => {
      const sender = newSender(test);
      await sender.stop();
      started(sender);
      sender.start();
      await sender.stop();
      await sender.stop();
      sender.start();
      await emit(test, receiver.url);
      await receiver.waitFor(1);
    });
  });

  describe('sweep', () => {
    it('deletes what ended more than a week ago, however much it is', async () => {
      await test.database.handle.execute(sql`
        insert into webhook_deliveries (team_id, run_id, event, url, host, body, status, ended_at)
        select ${test.world.acme.teamId}, gen_random_uuid(), 'run_completed', 'https://x', 'x', '{}', state, now() - age
        from generate_series(1, 400), unnest(array['delivered', 'given_up']) state,
          unnest(array[interval '6 days 23 hours', interval '7 days 1 hour']) age`);
      await test.database.handle.execute(sql`
        insert into webhook_deliveries (team_id, run_id, event, url, host, body, created_at, next_attempt_at)
        values (${test.world.acme.teamId}, gen_random_uuid(), 'run_completed', 'https://x', 'x', '{}',
          now() - interval '30 days', now() + interval '1 hour')`);
      expect(await test.get(WebhookSweeper).sweep()).toBe(800);
      expect(await test.get(WebhookSweeper).sweep()).toBe(0);
      expect(await deliveriesOf(test)).toHaveLength(801);
    });
  });

  describe('a batch', () => {
    /** As the planner may choose by itself, by what it believes to know of the table. */
    const joinedByLoops = <T>(work: () => Promise<T>) =>
      test.database.transaction(async () => {
        for (const other of ['hashjoin', 'mergejoin', 'material', 'hashagg', 'sort'])
          await test.database.query(`set local enable_${other} = off`);
        return work();
      });
    const queue = () => test.get(DeliveryQueueRepository);

    it('is no more than was asked for, however the database reads the table', async () => {
      await flood(test, { url: receiver.url, age: '5 hours', count: 20 });
      expect(await joinedByLoops(() => queue().giveUpOld(1000, 'old', 15))).toHaveLength(15);
      expect(await joinedByLoops(() => queue().giveUpOld(1000, 'old', 15))).toHaveLength(5);
      await test.database.query(`update webhook_deliveries set ended_at = now() - interval '8 days'`);
      expect(await joinedByLoops(() => queue().deleteEnded(7, 15))).toBe(15);
      expect(await joinedByLoops(() => queue().deleteEnded(7, 15))).toBe(5);
    });
  });

  describe('giving up', () => {
    const states = async () =>
      (await deliveriesOf(test)).map(({ host, status: state, lastError }) => [host, state, lastError]);
    const reason = 'waited too long for its turn';

    it('ends what is due and older than all attempts take, and says so', async () => {
      await flood(test, { url: receiver.url, host: 'stuck', age: '4 hours 10 minutes' });
      await flood(test, { url: receiver.url, host: 'young', age: '4 hours' });
      await flood(test, { url: receiver.url, host: 'taken', age: '5 hours' });
      await flood(test, { url: receiver.url, host: 'between attempts', age: '5 hours' });
      await test.database.handle.execute(sql`
        update webhook_deliveries set locked_until = now() + interval '1 minute' where host = 'taken'`);
      await test.database.handle.execute(sql`
        update webhook_deliveries set next_attempt_at = now() + interval '1 minute'
        where host = 'between attempts'`);
      expect(await test.get(WebhookSweeper).giveUpOld()).toBe(1);
      expect((await states()).sort()).toEqual([
        ['between attempts', 'pending', null],
        ['stuck', 'given_up', reason],
        ['taken', 'pending', null],
        ['young', 'pending', null],
      ]);
      expect(test.logs).toContainEqual(expect.objectContaining({ count: 1, hosts: ['stuck'] }));
      expect(await test.get(WebhookSweeper).giveUpOld()).toBe(0);
    });

    it('goes on however many there are, until it is told to end', async () => {
      await flood(test, { url: receiver.url, age: '5 hours', count: 1200 });
      expect(await test.get(WebhookSweeper).giveUpOld(AbortSignal.abort())).toBe(0);
      expect(await test.get(WebhookSweeper).giveUpOld()).toBe(1200);
    });

    it('keeps an event for which too many others wait, as given up', async () => {
      await flood(test, { url: receiver.url, count: 9999 });
      await emit(test, receiver.url);
      await emit(test, receiver.url, { event: 'run_failed' });
      await emit(test, receiver.url, { teamId: test.world.globex.teamId });
      await emit(test, `${receiver.url.replace('127.0.0.1', 'localhost')}`);
      const ended = (await deliveriesOf(test)).filter(({ status: state }) => state !== 'pending');
      expect(ended).toEqual([
        expect.objectContaining({
          status: 'given_up',
          attempts: 0,
          lastError: 'too many others wait for this host',
        }),
      ]);
      expect(test.logs).toContainEqual(
        expect.objectContaining({ event: 'run_failed', msg: expect.stringContaining('too many wait') }),
      );
    });
  });

  it('goes on when the database has failed', async () => {
    const queue = test.get(DueDeliveriesRepository);
    const due = jest.spyOn(queue, 'due').mockRejectedValueOnce(new Error('no connection'));
    try {
      started(newSender(test));
      await emit(test, receiver.url);
      await receiver.waitFor(1, 3000);
      expect(test.logs).toContainEqual(
        expect.objectContaining({ msg: expect.stringContaining('could not be read') }),
      );
    } finally {
      due.mockRestore();
    }
  });

  it('is there for whoever runs it, and sends nothing before', async () => {
    const sender = test.get(WebhookSender);
    await emit(test, receiver.url);
    await sleep(200);
    expect(receiver.received).toHaveLength(0);
    started(sender);
    await receiver.waitFor(1);
  });
});
