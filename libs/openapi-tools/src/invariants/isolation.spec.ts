import fc from 'fast-check';
import { convert } from '../convert/convert';
import { deepFreeze } from '../convert/freeze';
import { documentArb } from '../testing/arbitrary-documents.spec-support';
import { propertyRuns } from '../testing/documents.spec-support';

/** Invariant 6: the input is never changed, and two tools never share a schema node. */
describe('isolation', () => {
  function objectsIn(value: unknown, into = new Set<object>()): Set<object> {
    if (typeof value !== 'object' || value === null || into.has(value)) return into;
    into.add(value);
    for (const member of Object.values(value)) objectsIn(member, into);
    return into;
  }

  it('converts a deep-frozen document and shares nothing with it or between tools', () => {
    fc.assert(
      fc.property(documentArb, (doc) => {
        const { tools, lock } = convert(deepFreeze(doc));
        convert(doc, {}, deepFreeze(lock));
        const seen = objectsIn(doc);
        for (const { inputSchema, outputSchema } of tools) {
          const own = objectsIn([inputSchema.safe, inputSchema['full-2020-12'], outputSchema]);
          for (const node of own) {
            expect(seen.has(node)).toBe(false);
            seen.add(node);
          }
        }
      }),
      { numRuns: propertyRuns(0.25) },
    );
  });

  it('freezes what it gives out', () => {
    const { tools } = convert({ openapi: '3.1.0', paths: { '/a': { get: { operationId: 'a' } } } });
    expect(() => {
      (tools[0]?.inputSchema.safe as { x?: number }).x = 1;
    }).toThrow(TypeError);
  });
});
