import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../model/json';
import { validator } from '../testing/ajv.spec-support';
import { propertyRuns } from '../testing/documents.spec-support';
import { shrinkJson } from './shrink-json';

const sizeOf = (value: JsonValue): number => Buffer.byteLength(JSON.stringify(value));

describe('shrinkJson', () => {
  it('gives back what fits, untouched', () => {
    const value = { a: [1, 2], b: 'x' };
    expect(shrinkJson(value)).toEqual({ value, notes: [] });
    expect(shrinkJson(value).value).toBe(value);
  });

  it('keeps the head of the longest array and says how much', () => {
    const value = {
      files: Array.from({ length: 1000 }, (_, i) => ({ path: `f${String(i)}` })),
      few: [1, 2, 3],
      total: 1000,
    };
    const { value: short, notes } = shrinkJson(value, { maxBytes: 2000 });
    const files = (short as { files: unknown[] }).files;
    expect(sizeOf(short)).toBeLessThanOrEqual(2000);
    expect(files.length).toBeGreaterThan(100);
    expect(files[0]).toEqual({ path: 'f0' });
    expect(notes).toEqual([{ path: '/files', unit: 'items', total: 1000, kept: files.length }]);
    expect(short).toMatchObject({ few: [1, 2, 3], total: 1000 });
  });

  it('cuts long texts first and counts their characters', () => {
    const { value, notes } = shrinkJson({ content: 'x'.repeat(50_000), list: [1, 2, 3] }, { maxBytes: 5000 });
    expect(notes).toMatchObject([{ path: '/content', unit: 'characters', total: 50_000 }]);
    expect((value as { content: string }).content).toMatch(/x… \[cut: \d+ of 50000 characters\]$/);
    expect((value as { list: unknown }).list).toEqual([1, 2, 3]);
    expect(sizeOf(value)).toBeGreaterThan(4000);
  });

  it('holds 25,000 tokens of four bytes unless told otherwise', () => {
    const { value } = shrinkJson({ content: 'é'.repeat(200_000) });
    expect(sizeOf(value)).toBeLessThanOrEqual(100_000);
    expect(sizeOf(shrinkJson({ content: 'x'.repeat(9000) }, { maxTokens: 500 }).value)).toBeLessThanOrEqual(
      2000,
    );
  });

  it('never splits a surrogate pair', () => {
    const { value } = shrinkJson({ t: '😀'.repeat(5000) }, { maxBytes: 3001 });
    expect(JSON.stringify(value)).not.toMatch(/\\ud/);
  });

  it('does not touch an own member called __proto__', () => {
    const value = JSON.parse(`{"__proto__":{"a":"${'x'.repeat(9000)}"}}`) as JsonValue;
    expect(JSON.stringify(shrinkJson(value, { maxBytes: 4000 }).value)).toContain('__proto__');
  });

  it('fits any value into any budget from some bytes on', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 100, max: 2000 }), (given, maxBytes) => {
        const value = given as JsonValue;
        const short = shrinkJson(value, { maxBytes });
        if (typeof value === 'object') expect(sizeOf(short.value)).toBeLessThanOrEqual(maxBytes);
        expect(short.notes.length > 0).toBe(short.value !== value);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('still satisfies the output schema', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        rows: { type: 'array', minItems: 2, items: { $ref: '#/$defs/Row' } },
        kind: { enum: ['k'.repeat(300)] },
      },
      required: ['rows', 'kind'],
      additionalProperties: false,
      $defs: {
        Row: {
          type: 'object',
          properties: {
            id: { type: 'string', format: 'uuid' },
            text: { type: 'string' },
            code: { type: 'string', pattern: '^x+$' },
          },
          required: ['id', 'text', 'code'],
        },
      },
    };
    const row = fc.record({
      id: fc.uuid(),
      text: fc.string({ maxLength: 3000 }),
      code: fc.constant('x'.repeat(200)),
    });
    const accepts = validator(schema);
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 300, max: 9000 }),
        (rows, maxBytes) => {
          const { value } = shrinkJson({ rows, kind: 'k'.repeat(300) }, { maxBytes, schema });
          expect(accepts(value)).toBe(true);
        },
      ),
      { numRuns: propertyRuns() },
    );
  });
});
