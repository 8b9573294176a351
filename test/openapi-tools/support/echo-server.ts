import { createServer, type AddressInfo, type Socket } from 'node:net';

/** One request as its bytes came in, split where HTTP splits it and changed nowhere. */
export interface RawRequest {
  /** Request line without CRLF. */
  line: string;
  /** Header lines as they stood, in order. */
  headers: string[];
  body: Buffer;
}

export interface EchoServer {
  url: string;
  requests: RawRequest[];
  /** What the next requests are answered with: status line, headers and body as raw bytes. */
  answer(status: string, headers: readonly string[], body: Buffer): void;
  close(): Promise<void>;
}

const GAP = '\r\n\r\n';

/** A server below HTTP libraries: nothing is decoded, joined or put in order before the test sees it. */
export async function startEcho(): Promise<EchoServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  let reply = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
  const server = createServer((socket) => {
    sockets.add(socket);
    let seen = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      seen = Buffer.concat([seen, chunk]);
      const request = readRequest(seen);
      if (request === null) return;
      requests.push(request);
      socket.end(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    answer: (status, headers, body) => {
      const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${String(body.length)}`].join('\r\n');
      reply = Buffer.concat([Buffer.from(head + GAP), body]);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @returns null while bytes are missing */
function readRequest(bytes: Buffer): RawRequest | null {
  const end = bytes.indexOf(GAP);
  if (end < 0) return null;
  const [line = '', ...headers] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const length = headers.map((header) => /^content-length: (\d+)$/i.exec(header)?.[1]).find(Boolean);
  const body = bytes.subarray(end + GAP.length);
  return body.length < Number(length ?? 0) ? null : { line, headers, body };
}
