import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { TestApp } from '../../../support/test-app';
import { PlainBrowser } from '../../pages/support/plain-browser';
import type { Page } from '../../pages/support/plain-browser';

/** A browser that sees only the public origin, and whose requests go to the replica that we choose. */
export class DirectedBrowser extends PlainBrowser {
  constructor(
    publicUrl: string,
    public to: TestApp,
  ) {
    super(publicUrl);
  }

  override async request(target: string | URL, init: RequestInit = {}): Promise<Page> {
    const url = new URL(target, this.origin);
    const headers = new Headers(init.headers);
    headers.set('host', url.host);
    headers.set('cookie', this.jar.headerFor(url.pathname));
    const body = init.body instanceof URLSearchParams ? init.body.toString() : undefined;
    if (body !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded');
    const options = { method: init.method ?? 'GET', headers: Object.fromEntries(headers) };
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(new URL(`${url.pathname}${url.search}`, this.to.url), options, resolve);
      outgoing.once('error', reject).end(body);
    });
    this.jar.take(reply.headers['set-cookie'] ?? [], url.pathname);
    return { url, status: reply.statusCode ?? 0, headers: headersOf(reply), body: await textOf(reply) };
  }
}

function headersOf({ headers }: IncomingMessage): Headers {
  return new Headers(
    Object.entries(headers).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  );
}

async function textOf(reply: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of reply) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
