import fc from 'fast-check';
import { fitSlice, limitSlice } from './fit-slice';

const fields = {
  content: 'content',
  encoding: 'encoding',
  size: 'size_bytes',
  next: 'next_offset_bytes',
  limit: 'max_bytes',
};
const BUDGET = 400;

/** Reads a file slice by slice through the budget, as a model would. */
function readThrough(file: Buffer, encoding: 'utf-8' | 'base64'): Buffer {
  const parts: Buffer[] = [];
  for (let offset: number | null = 0, rounds = 0; offset !== null; rounds += 1) {
    expect(rounds).toBeLessThan(10_000);
    const rest = file.subarray(offset);
    const reply = {
      path: 'a',
      content: rest.toString(encoding === 'base64' ? 'base64' : 'utf8'),
      encoding,
      size_bytes: file.length,
      next_offset_bytes: null,
    };
    const over = Buffer.byteLength(JSON.stringify(reply)) > BUDGET;
    const fitted = over ? fitSlice(reply, fields, BUDGET) : reply;
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(BUDGET);
    parts.push(Buffer.from(fitted.content as string, encoding === 'base64' ? 'base64' : 'utf8'));
    offset = fitted.next_offset_bytes as number | null;
  }
  return Buffer.concat(parts);
}

describe('fitSlice', () => {
  it('loses no byte of a text, however many slices it takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 100, maxLength: 2000 }), (text) => {
        const file = Buffer.from(text);
        expect(readThrough(file, 'utf-8').equals(file)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('loses no byte of a binary file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 300, maxLength: 3000 }), (bytes) => {
        const file = Buffer.from(bytes);
        expect(readThrough(file, 'base64').equals(file)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('shortens text that grows in JSON more than text that does not', () => {
    const quotes = {
      content: '"'.repeat(1000),
      encoding: 'utf-8',
      size_bytes: 1000,
      next_offset_bytes: null,
    };
    const plain = { ...quotes, content: 'a'.repeat(1000) };
    const lengthOf = (reply: object): number =>
      (fitSlice(reply as Record<string, unknown>, fields, BUDGET).content as string).length;
    expect(lengthOf(quotes)).toBeLessThan(lengthOf(plain));
  });

  it('counts from where the slice began', () => {
    const reply = { content: 'x'.repeat(1000), encoding: 'utf-8', size_bytes: 9000, next_offset_bytes: 6000 };
    const fitted = fitSlice(reply, fields, BUDGET);
    expect(fitted.next_offset_bytes).toBe(5000 + (fitted.content as string).length);
  });
});

describe('limitSlice', () => {
  const limited = (asked?: unknown): unknown =>
    limitSlice({ path: 'a', max_bytes: asked }, fields, 1000, BUDGET).max_bytes;

  it('asks for no more than a result can show', () => {
    expect(limited(1000)).toBe(BUDGET);
    expect(limited(BUDGET)).toBe(BUDGET);
    expect(limited(1)).toBe(1);
    expect(limited('1000')).toBe(BUDGET);
    expect(limited('1')).toBe('1');
  });

  it.each([1001, '1001', 999.5, '1e3', -1, null, undefined])(
    'leaves %j for the operation to judge',
    (asked) => {
      expect(limited(asked)).toBe(asked);
    },
  );
});
