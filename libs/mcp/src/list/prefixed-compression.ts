import { brotliCompressSync, constants, crc32, deflateRawSync } from 'node:zlib';

/**
 * A long constant text to which each reply appends a few bytes of its own (`…,"id":` + id + `}`), ready in each
 * encoding. The text is compressed once; the bytes appended go out as a stored block, so a reply costs no
 * compression at all.
 */
export interface PrefixedText {
  /** @returns the body in that encoding, in two parts: the first is shared by all replies and never copied */
  with(tail: string, encoding: Encoding): [head: Buffer, tail: Buffer];
}

export type Encoding = 'br' | 'gzip' | 'identity';

/** Longest tail of a stored block, https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4 */
export const MAX_TAIL_BYTES = 65_535;

const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff]);

/** The best that brotli can do takes half a second for a list of ours, during which nobody is served. */
const EFFORT = { smallest: { gzip: 9, brotli: 9 }, quick: { gzip: 5, brotli: 4 } } as const;

/** An encoding is made when it is first asked for. */
export function prefixedText(head: string, effort: keyof typeof EFFORT = 'smallest'): PrefixedText {
  const plain = Buffer.from(head);
  const gzip = once(() => ({
    bytes: Buffer.concat([GZIP_HEADER, deflated(plain, EFFORT[effort].gzip)]),
    crc: crc32(plain),
  }));
  const brotli = once(() => brotlied(plain, EFFORT[effort].brotli));
  const forms: Record<Encoding, (tail: Buffer) => [Buffer, Buffer]> = {
    identity: (tail) => [plain, tail],
    gzip: (tail) => [gzip().bytes, gzipEnd(tail, crc32(tail, gzip().crc), plain.length + tail.length)],
    br: (tail) => [brotli(), brotliEnd(tail)],
  };
  return { with: (tail, encoding) => forms[encoding](Buffer.from(tail)) };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Ends on a byte border with the stream still open, so that a further block can follow. */
const deflated = (plain: Buffer, level: number): Buffer =>
  deflateRawSync(plain, { level, finishFlush: constants.Z_SYNC_FLUSH });

const brotlied = (plain: Buffer, quality: number): Buffer =>
  brotliCompressSync(plain, {
    finishFlush: constants.BROTLI_OPERATION_FLUSH,
    params: { [constants.BROTLI_PARAM_QUALITY]: quality },
  });

/** Final stored block, then the trailer of https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1 */
function gzipEnd(tail: Buffer, crc: number, length: number): Buffer {
  const end = Buffer.alloc(5 + tail.length + 8);
  end.writeUInt8(1, 0);
  end.writeUInt16LE(tail.length, 1);
  end.writeUInt16LE(~tail.length & 0xffff, 3);
  tail.copy(end, 5);
  end.writeUInt32LE(crc, 5 + tail.length);
  end.writeUInt32LE(length >>> 0, 9 + tail.length);
  return end;
}

/**
 * An uncompressed meta-block, https://www.rfc-editor.org/rfc/rfc7932#section-9.2: ISLAST 0, MNIBBLES 4,
 * MLEN - 1, ISUNCOMPRESSED 1, padding to a byte; then the empty last meta-block.
 */
function brotliEnd(tail: Buffer): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE(((tail.length - 1) << 3) | (1 << 19), 0, 3);
  return Buffer.concat([header, tail, Buffer.from([3])]);
}
