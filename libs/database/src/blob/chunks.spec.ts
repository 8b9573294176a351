import fc from 'fast-check';
import { chunkParts, rechunk } from './chunks';

async function* portions(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}

describe('rechunk', () => {
  it('keeps the bytes, fills every chunk but the last and yields no empty one, however the source is portioned', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat(40), { maxLength: 10 }),
        fc.integer({ min: 1, max: 50 }),
        async (bytes, sizes, chunkBytes) => {
          const chunks = await collect(rechunk(portions(bytes, sizes), chunkBytes));
          expect(Buffer.concat(chunks)).toEqual(Buffer.from(bytes));
          expect(chunks.slice(0, -1).every((chunk) => chunk.length === chunkBytes)).toBe(true);
          expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
        },
      ),
    ));

  it('takes a single array as well', async () => {
    const chunks = await collect(rechunk(Uint8Array.of(1, 2, 3, 4, 5), 2));
    expect(chunks.map((chunk) => [...chunk])).toEqual([[1, 2], [3, 4], [5]]);
  });
});

describe('chunkParts', () => {
  it('covers exactly the bytes of the slice, in order', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(200),
        fc.nat(200),
        fc.integer({ min: 1, max: 50 }),
        (bytes, offset, wanted, chunkBytes) => {
          const start = Math.min(offset, bytes.length);
          const length = Math.min(wanted, bytes.length - start);
          const read = chunkParts(start, length, chunkBytes).flatMap((part) => {
            const at = part.n * chunkBytes + part.start;
            expect(part.start + part.length).toBeLessThanOrEqual(chunkBytes);
            return [...bytes.subarray(at, at + part.length)];
          });
          expect(read).toEqual([...bytes.subarray(start, start + length)]);
        },
      ),
    ));

  it('names no chunk for an empty slice', () => {
    expect(chunkParts(10, 0)).toEqual([]);
  });
});
