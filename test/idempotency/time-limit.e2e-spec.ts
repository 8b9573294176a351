import { setTimeout as sleep } from 'node:timers/promises';
import { SlowController, SlowModule } from '../support/slow-operation.module';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('idempotency key and time limit', () => {
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    test = await createTestApp({ env: { REQUEST_TIMEOUT_SECONDS: '1' }, extraModules: [SlowModule] });
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  it('gives the retry after a time-out the reply of the effect, as REST', async () => {
    const request = { key, body: { delay_ms: 1300 }, headers: { 'idempotency-key': 'rest' } };
    expect(await test.rest('POST', '/v1/slow', request)).toMatchObject({
      status: 503,
      body: { error: 'unavailable' },
    });
    await sleep(800);
    const effects = SlowController.effects;
    const retry = await test.rest('POST', '/v1/slow', request);
    expect(retry).toMatchObject({ status: 201, body: { effect: effects } });
    expect(retry.headers.get('idempotent-replayed')).toBe('true');
    expect(SlowController.effects).toBe(effects);
  });

  it('gives the retry after a time-out the reply of the effect, as a tool', async () => {
    const args = { delay_ms: 1300, idempotency_key: 'tool' };
    const first = await test.mcp.call('create_slowly', args, { key });
    expect(first.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'unavailable', status: 503 },
    });
    await sleep(800);
    const effects = SlowController.effects;
    const retry = await test.mcp.call('create_slowly', args, { key });
    expect(retry.result).toMatchObject({ isError: false, structuredContent: { effect: effects } });
    expect(retry.result._meta['ai.duvo/http']).toMatchObject({ status: 201, idempotent_replayed: true });
    expect(SlowController.effects).toBe(effects);
  });

  it('lets calls with one key wait for each other and act once', async () => {
    const effects = SlowController.effects;
    const request = { key, body: { delay_ms: 300 }, headers: { 'idempotency-key': 'together' } };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => test.rest('POST', '/v1/slow', request)),
    );
    for (const reply of replies) expect(reply).toMatchObject({ status: 201, body: { effect: effects + 1 } });
    expect(SlowController.effects).toBe(effects + 1);
  });
});
