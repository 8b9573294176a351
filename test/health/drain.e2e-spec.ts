import { Agent, request } from 'node:http';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { Drain } from '../../apps/api/src/health/drain.service';

/** One GET over a connection that stays open, so that it survives the closing of the listener. */
function getOver(
  agent: Agent,
  url: string,
): Promise<{ status: number; headers: Record<string, unknown>; body: any }> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
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

describe('health', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('/livez answers without a credential', async () => {
    expect(await test.rest('GET', '/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('/readyz names the database driver and the store of the limits', async () => {
    const reply = await test.rest('GET', '/readyz');
    expect(reply).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        database: { driver: 'postgres', status: 'up' },
        rate_limits: { store: 'memory', degraded: false },
      },
    });
  });

  it('says 503 with retry-after on the way out, to probes and to calls', async () => {
    const agent = new Agent({ keepAlive: true });
    test.get(Drain).draining = true;
    try {
      const ready = await getOver(agent, `${test.url}/readyz`);
      expect(ready).toMatchObject({ status: 503, body: { status: 'draining' } });
      const call = await getOver(agent, `${test.url}/v1/agents`);
      expect(call).toMatchObject({ status: 503, body: { error: 'unavailable' } });
      expect(call.headers).toMatchObject({ connection: 'close', 'retry-after': '2' });
      expect(await test.rest('GET', '/livez')).toMatchObject({ status: 200 });
    } finally {
      test.get(Drain).draining = false;
      agent.destroy();
    }
  });
});
