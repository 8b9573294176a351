import fc from 'fast-check';

/** A schema of the generator: plain JSON, without `not`, `if` and other keywords nobody can satisfy by construction. */
export type Schema = Record<string, unknown>;

const KEYS = [
  'id',
  'name',
  'limit',
  '$top',
  'filter[name]',
  '@type',
  'a b',
  'type',
  'nullable',
  'constructor',
  '$ref',
  'x.y',
];
const COMPONENTS = ['Alpha', 'Beta', 'Gamma'];

export const keyArb = fc.constantFrom(...KEYS);

const textArb = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('', 'a,b', 'a|b c', '..', '5', 'true', '%2e%2e', 'a=b&c', '{"a":1}', '[', 'null'),
);

const scalarArb: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ type: fc.constant('string') }),
  fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 1, max: 9 }) }),
  fc
    .uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 })
    .map((values) => ({ type: 'string', enum: values })),
  fc.constantFrom(
    { const: 'fixed' },
    { type: 'boolean' },
    { type: ['string', 'integer'] },
    { type: ['integer', 'null'] },
    { type: 'string', nullable: true },
  ),
  fc
    .tuple(
      fc.constantFrom('integer', 'number'),
      fc.integer({ min: -50, max: 0 }),
      fc.integer({ min: 1, max: 50 }),
    )
    .map(([type, minimum, maximum]) => ({ type, minimum, maximum })),
);

const refArb: fc.Arbitrary<Schema> = fc
  .constantFrom(...COMPONENTS)
  .map((name) => ({ $ref: `#/components/schemas/${name}` }));

function objectArb(inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc
    .record({
      properties: fc.dictionary(keyArb, inner, { maxKeys: 4 }),
      required: fc.uniqueArray(keyArb, { maxLength: 2 }),
      additionalProperties: fc.option(fc.oneof(fc.boolean(), scalarArb), { nil: undefined }),
    })
    .map(({ properties, required, additionalProperties }) => ({
      type: 'object',
      properties,
      required: required.filter((name) => Object.hasOwn(properties, name)),
      ...(additionalProperties === undefined ? {} : { additionalProperties }),
    }));
}

export const schemaArb: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalarArb,
    refArb,
    tie('schema').map((items) => ({ type: 'array', items })),
    objectArb(tie('schema')),
    tie('schema').map((additionalProperties) => ({ type: 'object', additionalProperties })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    tie('schema').map((schema) => ({ oneOf: [schema, { type: 'null' }] })),
    fc.tuple(objectArb(tie('schema')), objectArb(tie('schema'))).map((allOf) => ({ allOf: allOf.map(open) })),
    fc.constant({}),
  ),
})).schema;

/** Parts of `allOf` that close each other off accept nothing; the generator leaves them open. */
function open(schema: Schema): Schema {
  const { additionalProperties, ...rest } = schema;
  return additionalProperties === undefined ? schema : rest;
}

export const styleArb = fc.constantFrom(
  { in: 'query' },
  { in: 'query', explode: false },
  { in: 'query', style: 'spaceDelimited' },
  { in: 'query', style: 'pipeDelimited' },
  { in: 'query', style: 'deepObject' },
  { in: 'query', allowReserved: true },
  { in: 'header' },
  { in: 'header', explode: true },
  { in: 'cookie' },
  { in: 'cookie', explode: false },
);
const pathStyleArb = fc.constantFrom(
  {},
  { style: 'label' },
  { style: 'label', explode: true },
  { style: 'matrix' },
  { style: 'matrix', explode: true },
  { explode: true },
);

const parameterArb = fc
  .record({ place: styleArb, name: keyArb, schema: schemaArb, required: fc.boolean(), json: fc.boolean() })
  .map(({ place, name, schema, required, json }) => ({
    ...place,
    name: place.in === 'header' ? `X-${name.replace(/[^a-z]/g, '')}` : name,
    required,
    ...(json && required ? { content: { 'application/json': { schema } } } : { schema }),
  }));

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** A request body as media type and media type object; forms are objects, or the document would refuse them. */
const bodyArb: fc.Arbitrary<Record<string, Schema>> = fc.oneof(
  { weight: 4, arbitrary: schemaArb.map((schema) => ({ 'application/json': { schema } })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...FORMS),
        objectArb(fc.oneof(schemaArb, fc.constant({ type: 'string', format: 'binary' }))),
        fc.constantFrom({}, { style: 'form' }, { style: 'form', explode: false }, { style: 'deepObject' }),
      )
      .map(([mediaType, schema, encoding]) => {
        const [first] = Object.keys(schema.properties as object);
        const stated = first === undefined ? {} : { encoding: { [first]: encoding } };
        return { [mediaType]: { schema, ...stated } };
      }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, Schema>>(
      { 'text/plain': { schema: { type: 'string' } } },
      { 'application/octet-stream': {} },
      { 'image/*': {} },
    ),
  },
);

export interface Operation {
  method: string;
  operation: Record<string, unknown>;
}

export const operationArb: fc.Arbitrary<Operation> = fc
  .record({
    method: fc.constantFrom('get', 'post', 'put', 'patch', 'delete'),
    operationId: fc.option(
      fc.oneof(fc.constantFrom('list', 'List', 'list it', 'x'.repeat(80)), fc.string({ maxLength: 30 })),
      { nil: undefined },
    ),
    parameters: fc.uniqueArray(parameterArb, {
      maxLength: 4,
      selector: (p) => `${p.in} ${p.name.toLowerCase()}`,
    }),
    pathStyle: pathStyleArb,
    pathSchema: fc.oneof(
      scalarArb,
      scalarArb.map((items) => ({ type: 'array', items })),
    ),
    body: fc.option(bodyArb, { nil: undefined }),
    bodyRequired: fc.boolean(),
    reply: fc.option(schemaArb, { nil: undefined }),
    description: fc.option(fc.string({ unit: 'binary', maxLength: 60 }), { nil: undefined }),
  })
  .map(
    ({ method, operationId, parameters, pathStyle, pathSchema, body, bodyRequired, reply, description }) => ({
      method,
      operation: {
        ...(operationId === undefined ? {} : { operationId }),
        ...(description === undefined ? {} : { description }),
        parameters: [
          ...parameters,
          { in: 'path', name: 'key', required: true, schema: pathSchema, ...pathStyle },
        ],
        ...(body === undefined ? {} : { requestBody: { required: bodyRequired, content: body } }),
        responses: {
          200: {
            description: 'ok',
            ...(reply === undefined ? {} : { content: { 'application/json': { schema: reply } } }),
          },
        },
      },
    }),
  );

export const documentArb: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    openapi: fc.constantFrom('3.0.3', '3.1.0'),
    operations: fc.array(operationArb, { minLength: 1, maxLength: 4 }),
    components: fc.tuple(schemaArb, schemaArb, schemaArb),
  })
  .map(({ openapi, operations, components }) => ({
    openapi,
    info: { title: 'any', version: '1' },
    paths: Object.fromEntries(
      operations.map(({ method, operation }, i) => [`/p${String(i)}/{key}`, { [method]: operation }]),
    ),
    components: { schemas: Object.fromEntries(COMPONENTS.map((name, i) => [name, components[i]])) },
  }));

const RECURSION = 4;

/**
 * Values a schema of this generator accepts, without null: wire names, references followed.
 * Recursion ends in absent properties and empty arrays; where that is impossible the value may be
 * anything, and the caller has to check it.
 */
export function valueArb(
  schema: unknown,
  schemas: Record<string, unknown>,
  depth = 0,
): fc.Arbitrary<unknown> {
  if (typeof schema !== 'object' || schema === null || depth > RECURSION) return fc.constant('deep');
  const node = schema as Schema;
  const next = (inner: unknown): fc.Arbitrary<unknown> => valueArb(inner, schemas, depth + 1);
  if (typeof node.$ref === 'string') return next(schemas[node.$ref.split('/').pop() ?? '']);
  const union = (node.anyOf ?? node.oneOf) as unknown[] | undefined;
  if (union !== undefined) {
    return fc.oneof(...union.filter((branch) => (branch as Schema).type !== 'null').map(next));
  }
  if (Array.isArray(node.allOf)) {
    const parts = (node.allOf as Schema[]).map((part) => next(part) as fc.Arbitrary<object>);
    return fc.tuple(...parts).map((values) => Object.assign({}, ...values) as object);
  }
  if (node.const !== undefined) return fc.constant(node.const);
  if (Array.isArray(node.enum)) return fc.constantFrom(...(node.enum as unknown[]));
  const types = (Array.isArray(node.type) ? node.type : [node.type]) as (string | undefined)[];
  return fc.oneof(...types.filter((type) => type !== 'null').map((type) => ofType(type, node, next)));
}

function ofType(
  type: string | undefined,
  node: Schema,
  next: (inner: unknown) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const min = (node.minimum as number | undefined) ?? -1000;
  const max = (node.maximum as number | undefined) ?? 1000;
  switch (type) {
    case 'string':
      return textArb.map((text) => [...text].slice(0, (node.maxLength as number | undefined) ?? 12).join(''));
    case 'integer':
      return fc.integer({ min, max });
    case 'number':
      return fc.double({ min, max, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(next(node.items), { maxLength: 3 });
    case 'object':
      return objectValue(node, next);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectValue(node: Schema, next: (inner: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = (node.properties ?? {}) as Record<string, unknown>;
  const required = (node.required ?? []) as string[];
  const declared = fc.record(
    Object.fromEntries(Object.keys(properties).map((key) => [key, next(properties[key])])),
    { requiredKeys: required },
  );
  const more = node.additionalProperties;
  if (more === false || more === undefined) return declared;
  const extra = fc.dictionary(fc.stringMatching(/^k[a-z]{1,3}$/), more === true ? fc.integer() : next(more), {
    maxKeys: 2,
  });
  return fc.tuple(extra, declared).map(([a, b]) => ({ ...a, ...(b as object) }));
}
