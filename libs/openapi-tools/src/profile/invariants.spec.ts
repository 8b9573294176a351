import fc from 'fast-check';
import { canon } from '../codec/canon';
import { encode } from '../codec/encode';
import { convert } from '../convert/convert';
import type { JsonObject, JsonValue } from '../model/json';
import type { ToolDefinition } from '../model/tool';
import { schemaArb, valueArb } from '../testing/arbitrary-documents.spec-support';
import { validator } from '../testing/ajv.spec-support';
import { documentOf, propertyRuns } from '../testing/documents.spec-support';

/** One operation with a random body, and a value that its document accepts. */
const caseArb = fc
  .tuple(schemaArb, fc.tuple(schemaArb, schemaArb, schemaArb))
  .map(([schema, [Alpha, Beta, Gamma]]) => ({ schema, schemas: { Alpha, Beta, Gamma } }))
  .chain(({ schema, schemas }) =>
    valueArb(schema, schemas).map((value) => ({
      schema,
      schemas,
      value: JSON.parse(JSON.stringify(value)) as JsonValue,
    })),
  );

interface Case {
  tool: ToolDefinition;
  args: JsonObject;
}

/** A tool with optional neighbours, and arguments that profile `safe` shows as good. */
function caseOf(schema: unknown, schemas: Record<string, unknown>, value: JsonValue): Case | null {
  const text = { type: 'string' };
  const parameters = [
    { in: 'query', name: 'q', schema: text },
    { in: 'query', name: 'n', schema: { type: 'integer' } },
  ];
  const body = { type: 'object', properties: { value: schema, note: text } };
  const { tools } = convert(documentOf({ parameters, body, schemas }));
  const tool = tools[0];
  if (tool === undefined) return null;
  const args = canon(tool, { value, q: 'x' });
  return !holdsNull(value) && validator(tool.inputSchema.safe)(args) ? { tool, args } : null;
}

function holdsNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === null;
  return Object.values(value).some(holdsNull);
}

function holdsNestedList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const inner = Object.values(value) as unknown[];
  return inner.some((item) => holdsNestedList(item) || (Array.isArray(value) && Array.isArray(item)));
}

const UNFIT = Symbol('unfit');

/** Only where the schema says so: elsewhere the text would be taken as text. */
function asJsonText({ description }: JsonObject, value: JsonValue | undefined): JsonValue | typeof UNFIT {
  const isContainer = typeof value === 'object' && value !== null;
  const isAsked = typeof description === 'string' && description.includes('JSON text');
  return isContainer && isAsked ? JSON.stringify(value) : UNFIT;
}

/**
 * A value as a model gives it that was shown a schema of strict mode; written from the schema alone.
 * @param mixed inside a branch of a union, where another one may take text in the same place
 */
function strictly(schema: JsonObject, value: JsonValue | undefined, mixed = false): JsonValue | typeof UNFIT {
  if (Array.isArray(schema.anyOf)) {
    for (const branch of schema.anyOf as JsonObject[]) {
      const given = strictly(
        branch,
        value,
        mixed || branch.properties !== undefined || branch.items !== undefined,
      );
      if (given !== UNFIT && validator(branch)(given)) return given;
    }
    return mixed ? UNFIT : asJsonText(schema, value);
  }
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  const types = [schema.type].flat();
  if (Array.isArray(value)) {
    if (!types.includes('array')) return mixed ? UNFIT : asJsonText(schema, value);
    const items = value.map((item) => strictly(schema.items as JsonObject, item, mixed));
    return items.includes(UNFIT) ? UNFIT : (items as JsonValue[]);
  }
  if (!types.includes('object')) return mixed ? UNFIT : asJsonText(schema, value);
  const properties = schema.properties as JsonObject;
  if (Object.keys(value).some((key) => !Object.hasOwn(properties, key))) return UNFIT;
  const members = Object.keys(properties).map((key): [string, JsonValue | typeof UNFIT] => [
    key,
    strictly(properties[key] as JsonObject, Object.hasOwn(value, key) ? value[key] : undefined, mixed),
  ]);
  return members.some(([, member]) => member === UNFIT) ? UNFIT : (Object.fromEntries(members) as JsonObject);
}

describe('profiles', () => {
  it.each(['lean', 'gemini'] as const)('%s accepts what safe accepts', (profile) => {
    let checked = 0;
    fc.assert(
      fc.property(caseArb, ({ schema, schemas, value }) => {
        const found = caseOf(schema, schemas, value);
        // Where anything goes, profile gemini has no type for lists within lists.
        if (found === null || (profile === 'gemini' && holdsNestedList(value))) return;
        checked += 1;
        expect(validator(found.tool.inputSchema[profile])(found.args)).toBe(true);
      }),
      { numRuns: propertyRuns(0.5) },
    );
    expect(checked).toBeGreaterThan(propertyRuns(0.5) / 4);
  });

  it('openai-strict: what a model gives by its schema is the same request', () => {
    let checked = 0;
    fc.assert(
      fc.property(caseArb, ({ schema, schemas, value }) => {
        const found = caseOf(schema, schemas, value);
        if (found === null) return;
        const strict = found.tool.inputSchema['openai-strict'];
        const args = strictly(strict, found.args);
        if (args === UNFIT || !validator(strict)(args)) return;
        checked += 1;
        const plain = encode(found.tool, found.args);
        const call = encode(found.tool, args as JsonObject, { profile: 'openai-strict' });
        expect(call.refusal).toEqual(plain.refusal);
        expect(withoutNull(call.request)).toEqual(withoutNull(plain.request));
      }),
      { numRuns: propertyRuns(0.5) },
    );
    expect(checked).toBeGreaterThan(propertyRuns(0.5) / 4);
  });
});

/** Where the document takes null, leaving out and null are the same to strict mode. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNull(member)]),
  );
}
