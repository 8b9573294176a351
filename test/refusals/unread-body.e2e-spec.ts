import type { Socket } from 'node:net';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { RawSocket } from './support/raw-socket';

const MIB = 1024 * 1024;
const LENGTH = 15 * MIB;
const HEADERS = { 'content-type': 'application/json', 'content-length': LENGTH };
/** What the kernel may have handed over together with the head; far from a body of 15 MiB. */
const A_FEW_PACKETS = 2 * MIB;

const ENDPOINTS = [
  { method: 'POST', path: '/v1/mcp' },
  { method: 'PUT', path: '/v1/files/content' },
  { method: 'POST', path: '/v1/agents' },
] as const;
const CREDENTIALS = [
  { who: 'without a credential', headers: {} },
  { who: 'with a garbage key', headers: { authorization: 'Bearer duvo_live_nonsense' } },
] as const;

describe('the body of a caller nobody knows', () => {
  let test: TestApp;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    test = await createTestApp({ alone: 'how a connection ends is up to whoever holds it' });
    test.app.getHttpServer().on('connection', (socket: Socket) => sockets.push(socket));
  });
  afterAll(() => test.close());

  const connect = async (): Promise<{ client: RawSocket; server: Socket }> => {
    const client = await RawSocket.open(test.url);
    const server = sockets.find((socket) => socket.remotePort === client.localPort);
    if (!server) throw new Error('The server has not seen the connection.');
    return { client, server };
  };

  describe.each(CREDENTIALS)('$who', ({ headers }) => {
    it.each(ENDPOINTS)('is not waited for: $method $path', async ({ method, path }) => {
      const { client } = await connect();
      client.head(method, path, { ...HEADERS, ...headers });
      const reply = await client.until(/\r\n\r\n.*}/s);
      expect(reply).toMatch(/^HTTP\/1\.1 401 /);
      expect(reply).toMatch(/www-authenticate: Bearer /i);
      client.close();
    });

    it.each(ENDPOINTS)('is not asked for: $method $path', async ({ method, path }) => {
      const { client } = await connect();
      client.head(method, path, { ...HEADERS, ...headers, expect: '100-continue' });
      const reply = await client.until(/\r\n\r\n.*}/s);
      expect(reply).toMatch(/^HTTP\/1\.1 401 /);
      expect(reply).not.toContain('100 Continue');
      client.close();
    });

    it.each(ENDPOINTS)(
      'is not read when it is sent all the same: $method $path',
      async ({ method, path }) => {
        const { client, server } = await connect();
        client.head(method, path, { ...HEADERS, ...headers });
        const chunk = Buffer.alloc(64 * 1024, 0x20);
        for (let sent = 0; sent < LENGTH && !client.isClosed; sent += chunk.length) {
          if (!client.write(chunk)) await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await waitFor(() => client.isClosed);
        expect(server.bytesRead).toBeLessThan(A_FEW_PACKETS);
      },
    );
  });

  it('of a known caller is asked for, and then read', async () => {
    const { client, server } = await connect();
    client.head('POST', '/v1/mcp', {
      ...HEADERS,
      authorization: `Bearer ${test.world.acme.keys.owner}`,
      expect: '100-continue',
    });
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    client.write(Buffer.alloc(LENGTH, 0x20));
    const reply = await client.until(/"error"/);
    expect(reply).toMatch(/HTTP\/1\.1 400 /);
    expect(server.bytesRead).toBeGreaterThan(LENGTH);
    client.close();
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('The connection was not closed.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
