import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';

/** Something that answers as a replica would, at an address of its own, and can be told to misbehave. */
export class StandIn {
  /** Requests that reached it, the balancer's own left out. */
  readonly requests: IncomingMessage[] = [];
  isReady = true;
  answer: RequestListener = (_request, response) => void response.end(this.address);
  private readonly server = createServer((request, response) => {
    if (request.url === '/readyz') {
      response.writeHead(this.isReady ? 200 : 503).end();
      return;
    }
    this.requests.push(request);
    this.answer(request, response);
  });

  constructor(readonly address: string) {}

  async start(port: number): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, this.address, resolve));
    return this;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}
