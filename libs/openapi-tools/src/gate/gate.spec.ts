import type { JsonObject } from '../model/json';
import type { GateOptions } from '../model/gate';
import { PROFILES, type Profile } from '../model/profile';
import type { ToolDefinition } from '../model/tool';
import { withDerived } from '../profile/with-derived';
import { compile } from '../testing/ajv.spec-support';
import { convertSample } from '../testing/documents.spec-support';
import { checkListEntry } from './check-entry';
import { checkCatalogue, checkHostGate } from './check-host-gate';

const { tool: good } = convertSample({
  parameters: [{ in: 'query', name: 'q', schema: { type: 'string' } }],
  responses: {
    200: { content: { 'application/json': { schema: { type: 'object', properties: { a: {} } } } } },
  },
});

function withProperty(schema: unknown): ToolDefinition {
  const root = {
    type: 'object',
    properties: { q: schema },
    required: [],
    additionalProperties: false,
  } as JsonObject;
  return { ...good, inputSchema: schemas(root) };
}

function schemas(root: JsonObject): ToolDefinition['inputSchema'] {
  return withDerived({ safe: root, 'full-2020-12': root }, 16_384);
}

/** Rules that a schema breaks as it stands, in a profile that would otherwise be derived. */
function rulesIn(profile: Profile, property: unknown, root: Record<string, unknown> = {}): number[] {
  const inputSchema = {
    type: 'object',
    properties: { q: property },
    required: ['q'],
    additionalProperties: false,
    ...root,
  } as JsonObject;
  const entry = { name: 'sample', title: 'T', description: 'D', annotations: good.annotations, inputSchema };
  return [...new Set(checkListEntry(entry, profile).map((violation) => violation.rule))];
}

function rules(tool: ToolDefinition, options: GateOptions = {}): number[] {
  return [...new Set(checkHostGate(tool, 'safe', options).map((violation) => violation.rule))];
}

describe('host gate', () => {
  it.each(PROFILES)('lets a good tool pass in profile %s', (profile) => {
    expect(checkHostGate(good, profile, { compile })).toEqual([]);
  });

  it.each(['', '2x', 'a b', 'a.b', 'a'.repeat(53)])('rule 1 finds the name %j', (name) => {
    expect(rules({ ...good, name })).toEqual([1]);
  });

  it('rule 1 finds names that differ in case only, aliases among them', () => {
    const twice = [good, { ...good, name: good.name.toUpperCase() }];
    expect(checkCatalogue(twice, 'safe').map((violation) => violation.rule)).toEqual([1]);
    const alias = [good, { ...good, name: 'other', aliases: ['Sample'] }];
    expect(checkCatalogue(alias, 'safe').map((violation) => violation.rule)).toEqual([1]);
  });

  it.each([
    { type: 'object', properties: {}, required: [], additionalProperties: false, anyOf: [{}] },
    { type: 'object', properties: {}, required: ['x'], additionalProperties: false },
    { type: 'object', properties: {}, required: [] },
    { type: 'object', properties: {}, required: [], additionalProperties: true },
    { properties: {}, required: [], additionalProperties: false },
    { type: 'object', required: [], additionalProperties: false },
    { type: 'object', properties: {}, additionalProperties: false },
  ])('rule 2 finds the root %j', (root) => {
    const schema = root as unknown as JsonObject;
    expect(rules({ ...good, inputSchema: schemas(schema) })).toContain(2);
  });

  it.each([
    [2, { type: 'object', properties: {}, required: ['x'] }],
    [3, { type: 'object', properties: { 'a.b': {} } }],
    [3, { type: 'array', items: { type: 'object', properties: { $x: {} } } }],
    [4, { type: 'string', pattern: 'x' }],
    [4, { oneOf: [{}] }],
    [4, { anyOf: [] }],
    [4, { type: ['string', 'null'] }],
    [4, { type: 'null' }],
    [5, { $ref: '#/$defs/a' }],
    [5, { const: 1 }],
    [5, true],
    [5, { type: 'object', additionalProperties: true }],
    [5, { type: 'array' }],
    [5, { type: 'array', items: true }],
    [5, { enum: [] }],
    [5, { enum: ['a', 1] }],
    [5, { type: 'string', description: 'a\u0000' }],
  ])('rule %i finds %j', (rule, schema) => {
    expect(rules(withProperty(schema))).toEqual([rule]);
  });

  it('rule 5 finds what is too deep, too large or too long', () => {
    let deep: unknown = { type: 'string' };
    for (let i = 0; i < 12; i += 1) deep = { type: 'object', properties: { x: deep } };
    expect(rules(withProperty(deep))).toEqual([5]);
    expect(rules(withProperty({ type: 'string', description: 'x'.repeat(17_000) }))).toEqual([5]);
    expect(rules({ ...good, description: 'x'.repeat(1501) })).toEqual([5]);
    expect(rules({ ...good, description: 'x'.repeat(1501) }, { descriptionCap: 2000 })).toEqual([]);
    expect(rules({ ...good, description: '' })).toEqual([5]);
  });

  it('rule 5 finds a reference that leads nowhere in profile full-2020-12', () => {
    const violations = checkHostGate(withProperty({ $ref: '#/$defs/a' }), 'full-2020-12');
    expect(violations.map((violation) => violation.rule)).toEqual([5]);
  });

  it('rule 6 finds a listed output schema without an object root', () => {
    const tool = { ...good, outputSchema: { type: 'array' } };
    expect(checkHostGate(tool, 'full-2020-12').map((violation) => violation.rule)).toEqual([6]);
    expect(checkHostGate(tool, 'safe')).toEqual([]);
  });

  it('rule 7 finds a missing hint and a schema that does not compile', () => {
    const annotations = { readOnlyHint: true } as unknown as ToolDefinition['annotations'];
    expect(checkHostGate({ ...good, annotations }, 'safe')).toHaveLength(3);
    expect(rules(withProperty({ type: 'string', minLength: 'x' }), { compile })).toEqual([7]);
  });

  it('names tool, place and reason', () => {
    expect(checkHostGate(withProperty({ type: 'array' }), 'safe')).toEqual([
      { rule: 5, tool: 'sample', pointer: '/inputSchema/properties/q', message: 'An array needs items.' },
    ]);
  });

  it('judges what somebody else lists', () => {
    const violations = checkListEntry({ name: 'x' }, 'safe');
    expect([...new Set(violations.map(({ rule }) => rule))].sort()).toEqual([2, 5, 7]);
    expect(checkListEntry({ inputSchema: [] as never }, 'safe').map(({ rule }) => rule)).toContain(1);
  });
});

describe('gate of the derived profiles', () => {
  it.each(['default', 'format', 'minimum', 'maxLength', 'title', 'const', 'oneOf'])(
    'lean refuses "%s"',
    (key) => {
      expect(rulesIn('lean', { type: 'string', [key]: 1 })).toHaveLength(1);
    },
  );

  it.each<[string, unknown]>([
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }],
    ['an exclusive bound', { type: 'number', exclusiveMinimum: 0 }],
    ['numbers as enum', { type: 'integer', enum: [1] }],
    ['an empty text as enum', { type: 'string', enum: [''] }],
    ['a node without type', { description: 'any' }],
    ['a list of types', { type: ['string', 'null'] }],
    ['something beside anyOf', { anyOf: [{ type: 'string' }], description: 'x' }],
  ])('gemini refuses %s', (_, property) => {
    const root = { additionalProperties: undefined };
    expect(rulesIn('gemini', property, root).filter((rule) => rule > 2)).toHaveLength(1);
  });

  it('gemini has no word for a closed root', () => {
    expect(rulesIn('gemini', { type: 'string', nullable: true })).toEqual([2]);
  });

  it.each<[string, unknown, Record<string, unknown>]>([
    ['an optional key', { type: 'string' }, { required: [] }],
    ['an open object', { type: 'object', properties: {}, required: [] }, {}],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, {}],
    ['a node without type', {}, {}],
    ['several types', { type: ['string', 'number'] }, {}],
    ['a bound', { type: 'number', minimum: 1 }, {}],
  ])('openai-strict refuses %s', (_, property, root) => {
    expect(rulesIn('openai-strict', property, root)).toContain(4);
  });

  it('openai-strict takes null beside a type and among the values', () => {
    expect(rulesIn('openai-strict', { type: ['string', 'null'], enum: ['a', null] })).toEqual([]);
    expect(rulesIn('openai-strict', { anyOf: [{ type: 'string' }, { type: 'null' }] })).toEqual([]);
  });
});
