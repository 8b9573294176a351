import fc from 'fast-check';
import { convert } from '../convert/convert';
import { documentArb } from '../testing/arbitrary-documents.spec-support';
import { propertyRuns } from '../testing/documents.spec-support';

/** Invariant 5: the same document gives the same bytes, whatever the order of its keys. */
describe('determinism', () => {
  function reorder(value: unknown, order: (keys: string[]) => string[]): unknown {
    if (Array.isArray(value)) return value.map((item) => reorder(item, order));
    if (typeof value !== 'object' || value === null) return value;
    const members = value as Record<string, unknown>;
    return Object.fromEntries(order(Object.keys(members)).map((key) => [key, reorder(members[key], order)]));
  }

  it('holds under shuffled keys, for tools, lock and report', () => {
    fc.assert(
      fc.property(documentArb, fc.infiniteStream(fc.nat(1000)), (doc, numbers) => {
        const shuffled = reorder(doc, (keys) =>
          keys
            .map((key): [number, string] => [numbers.next().value as number, key])
            .sort(([a], [b]) => a - b)
            .map(([, key]) => key),
        );
        const before = convert(doc);
        expect(JSON.stringify(convert(shuffled))).toBe(JSON.stringify(before));
        expect(JSON.stringify(convert(shuffled, {}, before.lock))).toBe(
          JSON.stringify(convert(doc, {}, before.lock)),
        );
      }),
      { numRuns: propertyRuns(0.25) },
    );
  });

  it('holds for a conversion with its own lock: nothing changes any more', () => {
    fc.assert(
      fc.property(documentArb, (doc) => {
        const first = convert(doc);
        const second = convert(doc, {}, first.lock);
        expect(JSON.stringify(second)).toBe(JSON.stringify(first));
      }),
      { numRuns: propertyRuns(0.25) },
    );
  });
});
