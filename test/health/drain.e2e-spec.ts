import { Agent, request } from 'node:http';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { Drain } from '../../apps/api/src/health/drain.service';

/** One GET over a connection that stays open, so that it survives the closing of the listener. */
function getOver(
  agent: Agent,
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: any }> {
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

const ENDS = 'one process ends';

describe('the way out', () => {
  let test: TestApp;
  let agent: Agent;
  beforeEach(async () => {
    test = await createTestApp({ env: { SHUTDOWN_DELAY_MS: '300' }, alone: ENDS });
    agent = new Agent({ keepAlive: true });
  });
  afterEach(async () => {
    agent.destroy();
    await test.close();
  });

  const call = () =>
    getOver(agent, `${test.url}/v1/agents`, { authorization: `Bearer ${test.world.acme.keys.owner}` });

  it('is announced first: not ready at once, while calls are served for SHUTDOWN_DELAY_MS', async () => {
    expect((await call()).headers.connection).toBe('keep-alive');
    const beganAt = performance.now();
    const announced = test.get(Drain).announce();
    const ready = await getOver(agent, `${test.url}/readyz`);
    expect(ready).toMatchObject({ status: 503, body: { status: 'draining', database: { status: 'up' } } });
    expect(ready.headers['retry-after']).toBe('2');
    const served = await call();
    expect(served.status).toBe(200);
    // A balancer that keeps connections would use one while it closes.
    expect(served.headers.connection).toBe('close');
    await announced;
    expect(performance.now() - beganAt).toBeGreaterThanOrEqual(295);
    expect((await call()).status).toBe(200);
  });

  it('says 503 with retry-after in the end, to probes and to calls, and is still alive', async () => {
    test.get(Drain).refuse();
    expect(await getOver(agent, `${test.url}/readyz`)).toMatchObject({
      status: 503,
      body: { status: 'draining' },
    });
    const refused = await call();
    expect(refused).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(refused.headers).toMatchObject({ connection: 'close', 'retry-after': '2' });
    expect(await test.rest('GET', '/livez')).toMatchObject({ status: 200 });
  });

  it('cannot be taken back by a second announcement', async () => {
    test.get(Drain).refuse();
    await test.get(Drain).announce();
    expect((await call()).status).toBe(503);
  });

  it('does not wait when it is not told to', async () => {
    const quick = await createTestApp({ alone: ENDS });
    const beganAt = performance.now();
    await quick.get(Drain).announce();
    expect(performance.now() - beganAt).toBeLessThan(200);
    await quick.close();
  });
});
