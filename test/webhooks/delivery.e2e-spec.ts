import { createHmac, randomUUID } from 'node:crypto';
import { asTeamId } from '@app/database';
import { WebhookOutbox } from '../../libs/public-api/src/webhooks/webhook-outbox.service';
import { WebhookSecrets } from '../../libs/public-api/src/webhooks/webhook-secrets.service';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createReceiver, silence, status } from './support/receiver';
import type { Receiver } from './support/receiver';
import { clearDeliveries, deliveriesOf, emit, hurry, newSender } from './support/sending';

describe('the delivery of webhooks', () => {
  let test: TestApp;
  let receiver: Receiver;

  beforeAll(async () => {
    test = await createTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
  });
  beforeEach(async () => {
    receiver = await createReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    await clearDeliveries(test);
  });
  afterAll(() => test.close());

  it('sends an event once, signed, with the fields of the contract', async () => {
    const runId = randomUUID();
    const agentId = randomUUID();
    const humanRequest = { id: randomUUID(), type: 'approval', title: 'Send – 漢字?' };
    const createdAt = new Date('2026-01-02T03:04:05.678Z');
    await emit(test, `${receiver.url}/hooks?token=a%20b`, {
      runId,
      agentId,
      createdAt,
      humanRequest,
      event: 'human_request',
      status: 'waiting',
    });
    const before = Math.floor(Date.now() / 1000);
    const sender = newSender(test);
    expect(await sender.sendDue()).toBe(1);
    expect(await sender.sendDue()).toBe(0);

    expect(receiver.received).toHaveLength(1);
    const [{ method, path, headers, body }] = receiver.received as [Receiver['received'][number]];
    const [row] = await deliveriesOf(test);
    expect(row).toMatchObject({ status: 'delivered', attempts: 1, lastStatus: 200, isLocked: false });
    expect([method, path]).toEqual(['POST', '/hooks?token=a%20b']);
    expect(headers).toMatchObject({
      host: `127.0.0.1:${receiver.port}`,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': expect.stringContaining('duvo-webhooks'),
      'x-webhook-id': row?.id,
    });
    expect(JSON.parse(body)).toEqual({
      event_id: row?.id,
      event: 'human_request',
      created_at: '2026-01-02T03:04:05.678Z',
      team_id: test.world.acme.teamId,
      run_id: runId,
      agent_id: agentId,
      status: 'waiting',
      human_request: humanRequest,
    });
    const [, time, mark] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-webhook-signature']))!;
    const { secret } = await test.get(WebhookSecrets).current(test.world.acme.teamId);
    expect(mark).toBe(createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'));
    expect(Number(time)).toBeGreaterThanOrEqual(before);
    expect(Number(time)).toBeLessThanOrEqual(before + 5);
  });

  it('sends nothing of a transaction that rolls back', async () => {
    const doomed = test.database.transaction(async () => {
      await emit(test, receiver.url);
      throw new Error('no');
    });
    await expect(doomed).rejects.toThrow('no');
    expect(await newSender(test).sendDue()).toBe(0);
    expect(await deliveriesOf(test)).toEqual([]);
  });

  it('tries again after a failure, with the same event and body and a new time', async () => {
    receiver.answer = (response, count) => void response.writeHead(count === 1 ? 500 : 204).end();
    await emit(test, receiver.url);
    let now = 1_800_000_000_000;
    const sender = newSender(test, { clock: { now: () => now } });
    expect(await sender.sendDue()).toBe(1);
    const [waiting] = await deliveriesOf(test);
    expect(waiting).toMatchObject({ status: 'pending', attempts: 1, lastStatus: 500, isLocked: false });
    expect(waiting?.dueInMs).toBeGreaterThan(8000);
    expect(waiting?.dueInMs).toBeLessThanOrEqual(10_000);
    expect(await sender.sendDue()).toBe(0);

    await hurry(test);
    now += 10_000;
    expect(await sender.sendDue()).toBe(1);
    expect((await deliveriesOf(test))[0]).toMatchObject({
      status: 'delivered',
      attempts: 2,
      lastStatus: 204,
    });
    const [first, second] = receiver.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id']);
    expect(first?.headers['x-webhook-signature']).toMatch(/^t=1800000000,/);
    expect(second?.headers['x-webhook-signature']).toMatch(/^t=1800000010,/);
  });

  it('climbs the whole ladder, gives up after the sixth attempt and logs the host alone', async () => {
    receiver.answer = status(503);
    await emit(test, `${receiver.url}/secret-path?token=secret-query`);
    const sender = newSender(test);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await hurry(test);
      expect(await sender.sendDue()).toBe(1);
      const [row] = await deliveriesOf(test);
      if (row?.status === 'pending') waits.push(Math.round(row.dueInMs / 1000));
    }
    expect(waits).toEqual([10, 60, 300, 1800, 7200]);
    const [row] = await deliveriesOf(test);
    expect(row).toMatchObject({ status: 'given_up', attempts: 6, lastStatus: 503 });
    await hurry(test);
    expect(await sender.sendDue()).toBe(0);
    const logged = test.logs.filter(({ webhook }) => webhook === row?.id);
    expect(logged).toMatchObject([
      { msg: 'A webhook was given up.', host: `127.0.0.1:${receiver.port}`, attempts: 6 },
    ]);
    expect(JSON.stringify(test.logs)).not.toMatch(/secret-(path|query)/);
  });

  it('stops at once after a 410', async () => {
    receiver.answer = status(410);
    await emit(test, receiver.url);
    await newSender(test).sendDue();
    await hurry(test);
    expect(await newSender(test).sendDue()).toBe(0);
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'given_up', attempts: 1, lastStatus: 410 });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (code) => {
    const elsewhere = await createReceiver();
    receiver.answer = status(code, { location: elsewhere.url });
    await emit(test, receiver.url);
    await newSender(test).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'pending', attempts: 1, lastStatus: code });
    expect([receiver.received.length, elsewhere.received.length]).toEqual([1, 0]);
    await elsewhere.close();
  });

  it('reads no more than a little of a long answer', async () => {
    const chunk = Buffer.alloc(16 * 1024);
    let sent = 0;
    const cut = new Promise<void>((resolve) => {
      receiver.answer = (response) => {
        response.writeHead(200);
        response.on('close', resolve);
        const more = (): void => {
          if (response.destroyed || sent > 100 * 1024 * 1024) return;
          sent += chunk.length;
          response.write(chunk, () => setImmediate(more));
        };
        more();
      };
    });
    await emit(test, receiver.url);
    const begun = performance.now();
    await newSender(test).sendDue();
    await cut;
    expect(performance.now() - begun).toBeLessThan(5000);
    // What the socket buffers of both sides hold comes on top of the 64 KiB that are read.
    expect(sent).toBeLessThan(16 * 1024 * 1024);
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'delivered', lastStatus: 200 });
  });

  it('takes the status for the answer where its body never ends', async () => {
    receiver.answer = (response) => void response.writeHead(202).write('and');
    await emit(test, receiver.url);
    await newSender(test, { timeoutMs: 200 }).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'delivered', lastStatus: 202 });
  });

  it('gives a receiver that does not answer a limited time', async () => {
    receiver.answer = silence;
    await emit(test, receiver.url);
    const begun = performance.now();
    await newSender(test, { timeoutMs: 200 }).sendDue();
    expect(performance.now() - begun).toBeLessThan(2000);
    expect((await deliveriesOf(test))[0]).toMatchObject({
      status: 'pending',
      attempts: 1,
      lastStatus: null,
      lastError: 'timeout',
    });
  });

  it('counts the search for the host in that time', async () => {
    await emit(test, 'http://slow.example/');
    const resolver = {
      addressesOf: (_: string, signal: AbortSignal) =>
        new Promise<string[]>((resolve) => signal.addEventListener('abort', () => resolve([]))),
    };
    await newSender(test, { resolver, timeoutMs: 200 }).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({ attempts: 1, lastError: 'timeout' });
  });

  it.each([
    ['closes the connection', (socket: { destroy(): void }) => socket.destroy(), /ECONNRESET/],
    ['does not speak HTTP', (socket: { end(text: string): void }) => socket.end('SSH-2.0-x\r\n'), /HPE_/],
  ])('takes a receiver that %s for a failure', async (_, answer, error) => {
    receiver.answer = (__, ___, request) => answer(request.socket);
    await emit(test, receiver.url);
    await newSender(test).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({
      status: 'pending',
      lastStatus: null,
      lastError: expect.stringMatching(error),
    });
  });

  it('takes a refused connection for a failure', async () => {
    const { url } = receiver;
    await receiver.close();
    await emit(test, url);
    await newSender(test).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'pending', lastError: 'ECONNREFUSED' });
  });

  it('takes a switch of protocols for a failure', async () => {
    receiver.answer = (_, __, request) =>
      void request.socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      );
    await emit(test, receiver.url);
    await newSender(test, { timeoutMs: 1000 }).sendDue();
    expect((await deliveriesOf(test))[0]).toMatchObject({ status: 'pending', attempts: 1 });
  });

  it('uses a connection once', async () => {
    const ports = new Set<number | undefined>();
    receiver.answer = (response, _, request) => {
      ports.add(request.socket.remotePort);
      response.end();
    };
    for (let i = 0; i < 3; i += 1) await emit(test, receiver.url);
    await newSender(test).sendDue();
    expect(receiver.received).toHaveLength(3);
    expect(receiver.received.map(({ headers }) => headers.connection)).toEqual(['close', 'close', 'close']);
    expect(ports.size).toBe(3);
  });

  it('tells every event of the contract', async () => {
    const events = [
      'human_request',
      'run_completed',
      'run_failed',
      'run_stopped',
      'run_interrupted',
    ] as const;
    for (const event of events) await emit(test, receiver.url, { event });
    await newSender(test).sendDue();
    expect(receiver.received.map(({ body }) => JSON.parse(body).event).sort()).toEqual([...events].sort());
  });

  it('gives the event the time at which it is written, unless it is told one', async () => {
    const outbox = test.get(WebhookOutbox);
    const before = Date.now();
    await outbox.emit(asTeamId(test.world.globex.teamId), {
      runId: randomUUID(),
      agentId: randomUUID(),
      url: receiver.url,
      event: 'run_stopped',
      status: 'stopped',
      humanRequest: null,
    });
    await newSender(test).sendDue();
    const { created_at: at, team_id: team } = JSON.parse(receiver.received[0]!.body);
    expect(team).toBe(test.world.globex.teamId);
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
  });
});
