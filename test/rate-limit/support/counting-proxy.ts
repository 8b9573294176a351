import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** Stands between a client and Redis, counts commands and replies on the wire, and can make it vanish. */
export class CountingProxy {
  /** Names of the commands that passed, in order. */
  readonly commands: string[] = [];
  /** Packets of the client that Redis has answered. */
  roundTrips = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async before(port: number): Promise<CountingProxy> {
    const server = createServer();
    const proxy = new CountingProxy(server);
    server.on('connection', (client) => proxy.carry(client, connect(port, '127.0.0.1')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections that exist carry nothing any more, and nobody says so; new ones work. */
  silence(): void {
    for (const socket of this.sockets) socket.pause();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(client: Socket, redis: Socket): void {
    let isAsking = false;
    for (const socket of [client, redis]) {
      this.sockets.add(socket);
      // Nagle's algorithm would join packets that were sent apart.
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        redis.destroy();
      });
    }
    client.on('data', (chunk) => {
      isAsking = true;
      this.note(chunk.toString('latin1'));
      redis.write(chunk);
    });
    redis.on('data', (chunk) => {
      if (isAsking) this.roundTrips += 1;
      isAsking = false;
      client.write(chunk);
    });
  }

  /** A command on the wire: number of parts, then length and text of each. */
  private note(text: string): void {
    for (const [, name = ''] of text.matchAll(/\*\d+\r\n\$\d+\r\n([a-z]+)\r\n/gi)) {
      this.commands.push(name.toLowerCase());
    }
  }
}
