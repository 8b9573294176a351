import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { failureOf, tooLong, UpstreamFailure } from '../client/upstream-failure';
import type { UpstreamReply } from '../client/upstream-client';
import type { Redactor } from './redactor';

/**
 * The body of a reply, part by part as it arrives: unpacked, counted, without the credential. Whoever reads slowly
 * slows the upstream down.
 *
 * @param maxBytes of the unpacked body
 * @throws UpstreamFailure
 */
export async function* replyBody(
  reply: UpstreamReply,
  maxBytes: number,
  redactor: Redactor,
): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const part of unpacked(reply) as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) throw tooLong();
      const passed = redactor.next(part);
      if (passed.length > 0) yield passed;
    }
    const rest = redactor.end();
    if (rest.length > 0) yield rest;
  } catch (error) {
    reply.body.destroy();
    throw failureOf(error);
  }
}

/**
 * @returns the body of a reply that says that it is small and plain, which most are: read at once, it costs a fraction of
 *   what parts cost; `undefined`, with nothing read, for every other one
 * @throws UpstreamFailure
 */
export async function smallBody(
  { headers, body }: UpstreamReply,
  most: number,
  redactor: Redactor,
): Promise<Buffer | undefined> {
  const length = headers['content-length'];
  if (typeof length !== 'string' || !(Number(length) <= most) || encodingOf(headers) !== 'identity')
    return undefined;
  try {
    const bytes = Buffer.from(await body.arrayBuffer());
    redactor.erase(bytes);
    return bytes;
  } catch (error) {
    throw failureOf(error);
  }
}

/** We ask for plain bodies, and some pack them nevertheless. */
function unpacked({ headers, body }: UpstreamReply): Readable {
  const encoding = encodingOf(headers);
  if (encoding === 'identity') return body;
  const unpack = UNPACK[encoding];
  if (!unpack)
    throw new UpstreamFailure('upstream_error', 'packed its answer in a way that is not known here');
  // A failure of either ends both; the reader sees it.
  return pipeline(body, unpack(), () => undefined);
}

function encodingOf(headers: UpstreamReply['headers']): string {
  const encoding = headers['content-encoding'] ?? '';
  return encoding === '' ? 'identity' : String(encoding).toLowerCase();
}

const UNPACK: Readonly<
  Record<string, () => ReturnType<typeof createGunzip | typeof createInflate | typeof createBrotliDecompress>>
> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
