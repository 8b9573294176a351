import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { freePort } from '../support/servers.cjs';
import { Drain } from '../../apps/api/src/health/drain.service';

const PORT = 'the port of operators is that of one process';

describe('the port of operators', () => {
  let test: TestApp;
  let port: number;
  let url: string;
  beforeAll(async () => {
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
    test = await createTestApp({ env: { METRICS_PORT: String(port) }, alone: PORT });
  });
  afterAll(() => test.close());

  it('answers probes as the port of clients does', async () => {
    expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: 'ok' });
    const reply = await fetch(`${url}/readyz`);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual((await test.rest('GET', '/readyz')).body);
  });

  it('serves nothing else, and reads nothing', async () => {
    expect((await fetch(`${url}/v1/agents`)).status).toBe(404);
    expect((await fetch(`${url}/`)).status).toBe(404);
    const posted = await fetch(`${url}/livez`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(posted.status).toBe(405);
    expect(posted.headers.get('allow')).toBe('GET, HEAD');
    expect(await (await fetch(`${url}/livez`, { method: 'HEAD' })).text()).toBe('');
  });

  it('is not there unless METRICS_PORT says so', async () => {
    const other = await createTestApp({ alone: PORT });
    expect(other.config.metrics).toBeUndefined();
    await other.close();
  });

  it('stops the start with a sentence if it is taken', async () => {
    await expect(createTestApp({ env: { METRICS_PORT: String(port) }, alone: PORT })).rejects.toThrow(
      `METRICS_PORT ${port} on 127.0.0.1 is taken; give each process of this machine a free one, or leave it out.`,
    );
  });

  it('says on the way out that nothing more should come', async () => {
    test.get(Drain).refuse();
    const reply = await fetch(`${url}/readyz`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ status: 'draining' });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  it('closes with the process', async () => {
    await test.close();
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });
});
