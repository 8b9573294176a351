import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A connection that is written to by hand, and everything that came back on it. */
export class RawSocket {
  private received = '';
  private ended = false;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (this.received += text));
    socket.on('close', () => (this.ended = true));
    socket.on('error', () => (this.ended = true));
  }

  static async open(url: string): Promise<RawSocket> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new RawSocket(socket)));
      socket.once('error', reject);
    });
  }

  get text(): string {
    return this.received;
  }

  get isClosed(): boolean {
    return this.ended;
  }

  get localPort(): number {
    return this.socket.localPort ?? 0;
  }

  /** Sends the head of a request; its body is up to the caller. */
  head(method: string, path: string, headers: Readonly<Record<string, string | number>>): void {
    const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    this.socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  }

  write(text: string | Uint8Array): boolean {
    return this.socket.writable && this.socket.write(text);
  }

  /** Waits until what came back matches. */
  async until(pattern: RegExp, timeoutMs = 5000): Promise<string> {
    const deadline = Date.now() + timeoutMs;
    while (!pattern.test(this.received)) {
      if (Date.now() > deadline || (this.ended && !pattern.test(this.received)))
        throw new Error(`Waited for ${String(pattern)}, got: ${this.received.slice(0, 500)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.received;
  }

  close(): void {
    this.socket.destroy();
  }
}
