import { OutgoingMessage } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Response } from 'express';

/** Largest reply that is carried over, in bytes: a 10 MiB file as base64 with room to spare. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface CapturedReply {
  readonly status: number;
  /** A text where it was sent as one. */
  readonly body: string | Buffer;
  /** The reply went over the limit; `body` is what came before. */
  readonly oversize: boolean;
}

type Finish = (reply: CapturedReply) => void;
type Callback = (error?: Error | null) => void;

interface Capture {
  readonly chunks: Buffer[];
  size: number;
  headersSent: boolean;
  readonly finish: Finish;
}

const CAPTURE = Symbol('capture');
type Capturable = Response & { [CAPTURE]?: Capture | undefined };

const prepared = new WeakSet<object>();
const realHeadersSent = Object.getOwnPropertyDescriptor(OutgoingMessage.prototype, 'headersSent');

/**
 * Takes over the end of a live response: whoever answers it now fills a buffer, and `finish` decides what goes
 * out. The methods are replaced once, on the prototype that this application's responses share (Express makes
 * one per application), and do nothing without a capture. Own properties on each response would do the same,
 * but turn it into a slow object for everything that handles it afterwards.
 *
 * @param finish called once with the collected reply, on the released response; it must end it
 */
export function captureResponse(response: Response, finish: Finish): void {
  prepare(Object.getPrototypeOf(response) as Capturable);
  (response as Capturable)[CAPTURE] = { chunks: [], size: 0, headersSent: false, finish };
}

function prepare(prototype: Capturable): void {
  if (prepared.has(prototype)) return;
  prepared.add(prototype);
  const { writeHead, flushHeaders, write, end, send } = prototype as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  const methods = {
    writeHead(this: Capturable, ...args: unknown[]): unknown {
      const capture = this[CAPTURE];
      if (!capture) return writeHead?.apply(this, args);
      this.statusCode = args[0] as number;
      setHeaders(
        this,
        args.find((value) => typeof value === 'object'),
      );
      capture.headersSent = true;
      return this;
    },
    flushHeaders(this: Capturable, ...args: unknown[]): unknown {
      const capture = this[CAPTURE];
      if (!capture) return flushHeaders?.apply(this, args);
      capture.headersSent = true;
      return undefined;
    },
    write(this: Capturable, ...args: unknown[]): unknown {
      const capture = this[CAPTURE];
      if (!capture) return write?.apply(this, args);
      collect(capture, args[0], args[1]);
      const done = args.find(isCallback);
      if (done) process.nextTick(done);
      return true;
    },
    end(this: Capturable, ...args: unknown[]): unknown {
      const capture = this[CAPTURE];
      if (!capture) return end?.apply(this, args);
      collect(capture, args[0], args[1]);
      const done = args.find(isCallback);
      if (done) this.once('finish', done);
      const [only] = capture.chunks;
      const isOne = only !== undefined && capture.chunks.length === 1;
      release(this, capture, isOne ? only : Buffer.concat(capture.chunks));
      return this;
    },
    /** A text that is sent whole needs no way through bytes. */
    send(this: Capturable, ...args: unknown[]): unknown {
      const capture = this[CAPTURE];
      const [body] = args;
      if (!capture || typeof body !== 'string' || capture.headersSent) return send?.apply(this, args);
      if (body.length > MAX_BYTES / 4) return send?.apply(this, args);
      release(this, capture, body);
      return this;
    },
  };
  Object.assign(prototype, methods);
  Object.defineProperty(prototype, 'headersSent', {
    configurable: true,
    get(this: Capturable): boolean {
      const capture = this[CAPTURE];
      return capture ? capture.headersSent : (realHeadersSent?.get?.call(this) as boolean);
    },
  });
}

function release(response: Capturable, capture: Capture, body: string | Buffer): void {
  response[CAPTURE] = undefined;
  capture.finish({ status: response.statusCode, body, oversize: capture.size > MAX_BYTES });
}

function collect(capture: Capture, chunk: unknown, encoding: unknown): void {
  if (chunk === undefined || chunk === null || typeof chunk === 'function') return;
  const bytes =
    typeof chunk === 'string'
      ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
      : Buffer.from(chunk as Uint8Array);
  capture.size += bytes.length;
  capture.headersSent = true;
  if (capture.size <= MAX_BYTES) capture.chunks.push(bytes);
}

const isCallback = (value: unknown): value is Callback => typeof value === 'function';

function setHeaders(response: Response, headers: unknown): void {
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
