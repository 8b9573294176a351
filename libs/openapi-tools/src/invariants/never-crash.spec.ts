import fc from 'fast-check';
import { encode } from '../codec/encode';
import { explainRefusal } from '../codec/explain';
import { translatePointer } from '../codec/translate-pointer';
import { convert } from '../convert/convert';
import { DocumentError } from '../errors';
import type { JsonObject } from '../model/json';
import { documentArb } from '../testing/arbitrary-documents.spec-support';
import { propertyRuns } from '../testing/documents.spec-support';

/** Invariant 1: never crash, never drop silently. */
describe('never crash', () => {
  /** Replaces the node that a number picks by another value. */
  function mutate(value: unknown, pick: { left: number }, by: unknown): unknown {
    pick.left -= 1;
    if (pick.left === 0) return by;
    if (Array.isArray(value)) return value.map((item) => mutate(item, pick, by));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mutate(item, pick, by)]));
  }

  function tryConvert(doc: unknown): ReturnType<typeof convert> | null {
    try {
      return convert(doc);
    } catch (error) {
      expect(error).toBeInstanceOf(DocumentError);
      return null;
    }
  }

  it('on any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        tryConvert(value);
        tryConvert({ openapi: '3.1.0', paths: value });
        tryConvert({ openapi: '3.1.0', paths: { '/a': value } });
        tryConvert({ openapi: '3.1.0', paths: { '/a': { get: value } } });
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('on a document in which anything was replaced by anything, and every operation is accounted for', () => {
    const strange = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom<unknown>(
        { $ref: '#' },
        { $ref: '#/paths' },
        { $ref: 'x:y' },
        { allOf: [{ $ref: '#/components/schemas/Alpha' }] },
        { type: 'nonsense' },
      ),
    );
    fc.assert(
      fc.property(documentArb, fc.integer({ min: 1, max: 120 }), strange, (doc, at, by) => {
        const result = tryConvert(mutate(doc, { left: at }, by));
        if (result === null) return;
        const { counts, entries } = result.report;
        expect(counts.tools + counts.refused + counts.skipped).toBe(counts.operations);
        expect(entries.filter((entry) => entry.severity === 'refused')).toHaveLength(counts.refused);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('on any arguments, and the request is usable even when they are refused', () => {
    fc.assert(
      fc.property(
        documentArb,
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.infiniteStream(fc.jsonValue({ maxDepth: 2 })),
        (doc, junk, values) => {
          for (const tool of tryConvert(doc)?.tools ?? []) {
            const args = { ...junk };
            for (const { name } of tool.arguments) args[name] = values.next().value as never;
            const { request, refusal } = encode(tool, args as JsonObject);
            expect(request.path).toMatch(/^\/p\d\/[^{}]+$/);
            expect(request.query).not.toMatch(/[\s{}#]/);
            for (const issue of refusal === null ? [] : explainRefusal(tool, refusal)) {
              expect(typeof translatePointer(tool, issue.field)).toBe('string');
            }
          }
        },
      ),
      { numRuns: propertyRuns() },
    );
  });
});
