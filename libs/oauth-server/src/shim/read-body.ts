import type { IncomingMessage } from 'node:http';

/** What the library takes, too. */
export const BODY_LIMIT = 56 * 1024;
/** Nobody needs longer for so little, unless to keep us waiting. */
const BODY_LIMIT_MS = 10_000;

/** A body that is not read. */
export class BodyRefused extends Error {
  constructor(
    readonly status: 400 | 408 | 413,
    message: string,
  ) {
    super(message);
  }
}

const tooLarge = (): BodyRefused =>
  new BodyRefused(413, `The body is over the limit of ${BODY_LIMIT / 1024} KiB.`);

/**
 * @param limitMs time for all of it, in milliseconds
 * @throws BodyRefused if it is too large, too slow or not complete
 */
export function readBody(request: IncomingMessage, limitMs = BODY_LIMIT_MS): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', finish).off('close', abort).off('error', abort);
      request.pause();
      outcome();
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > BODY_LIMIT) settle(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const finish = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const abort = (): void => settle(() => reject(new BodyRefused(400, 'The body ended early.')));
    const timer = setTimeout(
      () => settle(() => reject(new BodyRefused(408, 'The body did not arrive in time.'))),
      limitMs,
    );
    request.on('data', take).on('end', finish).on('close', abort).on('error', abort);
  });
}

/**
 * Lets the library read a body that was read already: it takes it from the stream, and warns on the console where
 * it finds a parsed one.
 */
export function replayBody(request: IncomingMessage, body: Buffer): void {
  request.headers['content-length'] = String(body.length);
  delete request.headers['transfer-encoding'];
  Object.defineProperties(request, {
    readable: { value: true },
    iterator: {
      value: async function* () {
        yield await Promise.resolve(body);
      },
    },
  });
}
