import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface UpstreamServer {
  readonly url: string;
  readonly port: number;
  /** In the order in which they came. */
  readonly seen: SeenRequest[];
  /** What `/behave/<how>` does. */
  readonly behaviours: Map<string, Behaviour>;
  close(): Promise<void>;
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export const PHOTO = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]);

/** A server of somebody else. It records what it gets, byte for byte, and misbehaves on demand. */
export async function startUpstream(name = 'pets'): Promise<UpstreamServer> {
  const seen: SeenRequest[] = [];
  const behaviours = new Map<string, Behaviour>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = request;
      seen.push({ method, url, headers, rawHeaders, body: Buffer.concat(chunks) });
      answer(request, response, behaviours, name);
    });
  });
  server.keepAliveTimeout = 60_000;
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    behaviours,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  behaviours: ReadonlyMap<string, Behaviour>,
  name: string,
): void {
  const [path = ''] = (request.url ?? '').split('?');
  const behaviour = behaviours.get(path.split('/behave/')[1] ?? '');
  if (behaviour) {
    behaviour(request, response);
    return;
  }
  if (path.endsWith('/photo')) {
    if (request.method === 'PUT') response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'image/png', 'content-length': PHOTO.length }).end(PHOTO);
    return;
  }
  if (path.endsWith('.csv')) {
    response.writeHead(200, { 'content-type': 'text/csv' }).end('a,b\n1,2\n');
    return;
  }
  if (request.method === 'DELETE') {
    response.writeHead(204).end();
    return;
  }
  if (path.endsWith('/missing')) {
    json(response, 404, {
      title: 'No such pet',
      detail: 'There is no pet of that id.',
      errors: [{ field: 'petId', message: 'is unknown' }],
    });
    return;
  }
  json(response, request.method === 'POST' ? 201 : 200, {
    from: name,
    path: request.url?.split('?')[0],
    big: '9007199254740993',
  });
}

export function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'sid=theirs', ...headers });
  response.end(JSON.stringify(value));
}
