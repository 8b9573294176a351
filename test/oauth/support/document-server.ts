import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the clients that are served wait for codes. */
export const REDIRECT = 'http://127.0.0.1/callback';

/** A web server that counts who asks it. */
export class DocumentServer {
  readonly asked: string[] = [];
  answer: RequestListener = (_, response) => response.end();
  private readonly server: Server = createServer((request, response) => {
    this.asked.push(request.url ?? '');
    this.answer(request, response);
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @returns the id of a client, whose document is then served */
  serve(path: string, document: Record<string, unknown> = {}, headers: Record<string, string> = {}): string {
    const id = `http://127.0.0.1:${this.port}${path}`;
    const body = JSON.stringify({
      client_id: id,
      client_name: 'Documented',
      redirect_uris: [REDIRECT],
      ...document,
    });
    this.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
    };
    return id;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
