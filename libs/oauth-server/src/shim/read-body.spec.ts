import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BODY_LIMIT, readBody, replayBody } from './read-body';
import type { BodyRefused } from './read-body';

describe('readBody', () => {
  let server: Server;
  const outcomes: ((outcome: Buffer | BodyRefused) => void)[] = [];
  let seen: IncomingMessage | undefined;
  beforeAll(async () => {
    server = createServer((incoming, outgoing) => {
      seen = incoming;
      const settle = (outcome: Buffer | BodyRefused): void => {
        outcomes.shift()?.(outcome);
        outgoing.end();
      };
      readBody(incoming, 100).then(settle, settle);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function send(
    write: (body: NodeJS.WritableStream & { destroy(): void }) => void,
  ): Promise<Buffer | BodyRefused> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve) => {
      outcomes.push(resolve);
      const sent = request({ port, method: 'POST' });
      sent.on('error', () => undefined);
      write(sent);
    });
  }

  it('gives the body in one piece', async () => {
    const body = await send((sent) => {
      sent.write('a=1');
      sent.end('&b=2');
    });
    expect(String(body)).toBe('a=1&b=2');
  });

  it('takes what is just small enough', async () => {
    const body = await send((sent) => sent.end('x'.repeat(BODY_LIMIT)));
    expect((body as Buffer).length).toBe(BODY_LIMIT);
  });

  it('A68: refuses what is larger, whatever its length says', async () => {
    const pieces = await send((sent) => {
      for (let piece = 0; piece < 60; piece += 1) sent.write('x'.repeat(1024));
      sent.end();
    });
    expect(pieces).toMatchObject({ status: 413 });
  });

  it('A68: does not wait for a body that drips', async () => {
    const startedAt = Date.now();
    const slow = await send((sent) => {
      const drip = setInterval(() => sent.write('x'), 20);
      setTimeout(() => clearInterval(drip), 300);
    });
    expect(slow).toMatchObject({ status: 408 });
    expect(Date.now() - startedAt).toBeLessThan(280);
  });

  it('says when the client hangs up half-way', async () => {
    const cut = await send((sent) => {
      sent.write('x');
      setTimeout(() => sent.destroy(), 20);
    });
    expect(cut).toMatchObject({ status: 400 });
  });

  it('lets the body be read again', async () => {
    await send((sent) => sent.end('first'));
    const incoming = seen as IncomingMessage;
    replayBody(incoming, Buffer.from('second'));
    expect([incoming.readable, incoming.headers['content-length']]).toEqual([true, '6']);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('second');
  });
});
