import fc from 'fast-check';
import { canon } from '../codec/canon';
import { convert } from '../convert/convert';
import type { JsonObject } from '../model/json';
import { schemaArb, valueArb, type Schema } from '../testing/arbitrary-documents.spec-support';
import { validator } from '../testing/ajv.spec-support';
import { documentOf, propertyRuns } from '../testing/documents.spec-support';

/** Invariant 3: an emitted schema accepts everything the document accepts, null aside. */
describe('widening only', () => {
  const caseArb = fc
    .tuple(schemaArb, fc.tuple(schemaArb, schemaArb, schemaArb))
    .map(([schema, [Alpha, Beta, Gamma]]) => ({ schema, schemas: { Alpha, Beta, Gamma } }))
    .chain(({ schema, schemas }) =>
      valueArb(schema, schemas).map((value) => ({
        schema,
        schemas,
        value: JSON.parse(JSON.stringify(value)) as unknown,
      })),
    );

  /** The document's own validator, where ajv can compile the document at all. */
  function original(schema: Schema, schemas: Record<string, unknown>): ((value: unknown) => boolean) | null {
    try {
      const accepts = validator({
        $ref: '#/components/schemas/Root',
        components: { schemas: { ...schemas, Root: schema } },
      } as JsonObject);
      return (value) => {
        try {
          return accepts(value);
        } catch {
          // A reference that only leads to itself sends ajv in circles.
          return false;
        }
      };
    } catch {
      return null;
    }
  }

  function holdsNull(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return value === null;
    return Object.values(value).some(holdsNull);
  }

  it('in both profiles', () => {
    let checked = 0;
    fc.assert(
      fc.property(caseArb, ({ schema, schemas, value }) => {
        const accepts = original(schema, schemas);
        if (accepts === null || !accepts(value) || holdsNull(value)) return;
        const { tools } = convert(
          documentOf({ body: { type: 'object', properties: { value: schema } }, schemas }),
        );
        const tool = tools[0];
        if (tool === undefined) throw new Error('refused');
        // What the model would send: the same value under the names it was shown.
        const args = canon(tool, { value } as JsonObject);
        checked += 1;
        expect(validator(tool.inputSchema.safe)(args)).toBe(true);
        expect(validator(tool.inputSchema['full-2020-12'])(args)).toBe(true);
      }),
      { numRuns: propertyRuns(2) },
    );
    expect(checked).toBeGreaterThan(propertyRuns() / 2);
  });
});
