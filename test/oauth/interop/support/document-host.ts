import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Host } from '../../support/host';

/** A maker of apps who describes them on a web server: the address of a description is the id of the client. */
export class DocumentHost {
  private readonly documents = new Map<string, string>();
  private readonly server: Server = createServer((request, response) => {
    const document = this.documents.get(request.url ?? '');
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(document);
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  /** @returns the app that the document describes, as a host of the server at `url` */
  describe(url: string, path: string, metadata: Readonly<Record<string, unknown>>): Host {
    const id = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
    this.documents.set(path, JSON.stringify({ client_id: id, ...metadata }));
    const host = new Host(url);
    host.clientId = id;
    host.redirectUri = (metadata.redirect_uris as string[])[0] ?? '';
    return host;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
