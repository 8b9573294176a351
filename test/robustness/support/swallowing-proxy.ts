import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** Passes requests on and keeps the replies to itself, as a network that breaks at the wrong moment. */
export class SwallowingProxy {
  private readonly sockets = new Set<Socket>();
  private readonly received: Buffer[] = [];
  url = '';

  private constructor(private readonly server: Server) {}

  static async open(target: string): Promise<SwallowingProxy> {
    const { hostname, port } = new URL(target);
    const proxy = new SwallowingProxy(
      createServer((client) => {
        const upstream = connect(Number(port), hostname);
        client.pipe(upstream);
        upstream.on('data', (bytes: Buffer) => proxy.received.push(bytes));
        for (const socket of [client, upstream]) {
          proxy.sockets.add(socket);
          socket.on('error', () => socket.destroy());
        }
      }),
    );
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    proxy.url = `http://127.0.0.1:${(proxy.server.address() as { port: number }).port}`;
    return proxy;
  }

  /** What the server answered and nobody got. */
  get swallowed(): string {
    return Buffer.concat(this.received).toString('utf8');
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
