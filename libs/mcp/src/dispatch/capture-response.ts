import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Largest reply that is carried over, in bytes: a 10 MiB file as base64 with room to spare. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface CapturedReply {
  readonly status: number;
  readonly body: Buffer;
  /** The reply went over the limit; `body` is what came before. */
  readonly oversize: boolean;
}

type Callback = (error?: Error | null) => void;

/**
 * Takes over the end of a live response: whoever answers it now fills a buffer, and `finish` decides what goes
 * out. Own properties, because Express swaps the prototype of a response and a subclass would be lost.
 *
 * @param finish called once with the collected reply, on the restored response; it must end it
 */
export function captureResponse(response: ServerResponse, finish: (reply: CapturedReply) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let headersSent = false;

  const collect = (chunk: unknown, encoding: unknown): void => {
    if (chunk === undefined || chunk === null || typeof chunk === 'function') return;
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    headersSent = true;
    if (size <= MAX_BYTES) chunks.push(bytes);
  };
  const callbackIn = (...values: unknown[]): Callback | undefined =>
    values.find((value): value is Callback => typeof value === 'function');

  const captured = {
    writeHead(status: number, ...rest: unknown[]): ServerResponse {
      response.statusCode = status;
      setHeaders(
        response,
        rest.find((value) => typeof value === 'object'),
      );
      headersSent = true;
      return response;
    },
    flushHeaders(): void {
      headersSent = true;
    },
    write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
      collect(chunk, encoding);
      const done = callbackIn(encoding, callback);
      if (done) process.nextTick(done);
      return true;
    },
    end(chunk?: unknown, encoding?: unknown, callback?: unknown): ServerResponse {
      collect(chunk, encoding);
      restore();
      const done = callbackIn(chunk, encoding, callback);
      if (done) response.once('finish', done);
      finish({ status: response.statusCode, body: Buffer.concat(chunks), oversize: size > MAX_BYTES });
      return response;
    },
  };
  const restore = (): void => {
    for (const name of [...Object.keys(captured), 'headersSent']) Reflect.deleteProperty(response, name);
  };
  Object.assign(response, captured);
  Object.defineProperty(response, 'headersSent', { configurable: true, get: () => headersSent });
}

function setHeaders(response: ServerResponse, headers: unknown): void {
  if (Array.isArray(headers)) {
    for (let index = 0; index + 1 < headers.length; index += 2) {
      response.setHeader(String(headers[index]), headers[index + 1] as string);
    }
    return;
  }
  for (const [name, value] of Object.entries((headers ?? {}) as OutgoingHttpHeaders)) {
    if (value !== undefined) response.setHeader(name, value);
  }
}
