/** Size of a stored piece in bytes: small, because the embedded database runs in the process. */
export const CHUNK_BYTES = 256 * 1024;

/** The part of one chunk that a slice needs. */
export interface ChunkPart {
  /** Number of the chunk, from 0. */
  n: number;
  /** First byte inside the chunk, from 0. */
  start: number;
  length: number;
}

/** @returns the chunk parts that make up `length` bytes from `offset`, in order */
export function chunkParts(offset: number, length: number, chunkBytes = CHUNK_BYTES): ChunkPart[] {
  const parts: ChunkPart[] = [];
  const end = offset + length;
  for (let at = offset; at < end;) {
    const start = at % chunkBytes;
    const taken = Math.min(chunkBytes - start, end - at);
    parts.push({ n: Math.floor(at / chunkBytes), start, length: taken });
    at += taken;
  }
  return parts;
}

/** Cuts what comes in, however it is portioned, into chunks that are all full but the last; none is empty. */
export async function* rechunk(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let held = 0;
  for await (const piece of source instanceof Uint8Array ? [source] : source) {
    let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    while (held + rest.length >= chunkBytes) {
      const taken = chunkBytes - held;
      yield Buffer.concat([...pending, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      pending = [];
      held = 0;
    }
    if (rest.length > 0) pending.push(rest);
    held += rest.length;
  }
  if (held > 0) yield Buffer.concat(pending);
}
