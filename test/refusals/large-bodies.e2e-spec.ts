import { RawSocket } from './support/raw-socket';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';

const BYTES = 15_000_000;
/** What one credential may have on its way at a time. */
const ROOM = 160 * 1024 * 1024;

describe('large bodies whose end does not come', () => {
  let test: TestApp;
  beforeAll(
    async () =>
      (test = await createTestApp({ alone: 'how bodies arrive is up to whoever holds the connection' })),
  );
  afterAll(() => test.close());

  /** Says how long its body is, and sends none of it. */
  async function hold(key: string): Promise<RawSocket> {
    const socket = await RawSocket.open(test.url);
    socket.head('PUT', '/v1/files/content', {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': String(BYTES),
      expect: '100-continue',
    });
    return socket;
  }

  it('fill no more than the room of one credential, and give it back when their connections end', async () => {
    const { owner, member } = test.world.acme.keys;
    const held: RawSocket[] = [];
    for (let n = 0; n < Math.floor(ROOM / BYTES); n += 1) {
      const socket = await hold(owner);
      expect(await socket.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 100 /);
      held.push(socket);
    }
    const refused = await hold(owner);
    const answer = await refused.until(/\r\n\r\n.*}/s);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/^retry-after: \d+\r$/im);
    expect(answer).toContain('"error":"unavailable"');
    refused.close();

    expect((await test.rest('GET', '/v1/agents', { key: owner })).status).toBe(200);
    const other = await hold(member);
    expect(await other.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 100 /);
    other.close();

    for (const socket of held) socket.close();
    await until(async () => {
      const again = await hold(owner);
      const status = await again.until(/\r\n\r\n/);
      again.close();
      return status.startsWith('HTTP/1.1 100 ') ? true : undefined;
    });
  });
});
