import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly json: any;
  readonly form: URLSearchParams;
  /** Of the server itself, as it should be known. */
  readonly origin: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  /** An object is sent as JSON; `hang` never ends. */
  body?: any;
  hang?: boolean;
}

export type Handler = (asked: Asked) => Answer;
/** Spoils an answer: changes it in place, or gives another one. */
export type Spoil = (answer: Answer, asked: Asked) => Answer | void;

export interface Stub {
  readonly origin: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** Starts a server on loopback that answers by `handler`, spoiled by `spoil`. */
export async function startStub(handler: Handler, spoil: Spoil = () => undefined): Promise<Stub> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const url = new URL(request.url!, origin);
      const one: Asked = {
        method: request.method!,
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers as Record<string, string>,
        json: request.headers['content-type'] === 'application/json' ? JSON.parse(body) : undefined,
        form: new URLSearchParams(body),
        origin,
      };
      asked.push(one);
      // What a spoiler changes must not reach the next answer.
      const good = structuredClone(handler(one));
      const answer = spoil(good, one) ?? good;
      const isText = typeof answer.body === 'string';
      const type = answer.body === undefined || isText ? {} : { 'content-type': 'application/json' };
      response.writeHead(answer.status, { ...type, ...answer.headers });
      if (answer.hang) return void response.write(isText ? answer.body : ' ');
      response.end(isText ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
