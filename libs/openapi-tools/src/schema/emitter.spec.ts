import { argumentSchema, convertSample, emitted } from '../testing/documents.spec-support';

function safe(schema: unknown, schemas: Record<string, unknown> = {}, openapi = '3.1.0'): unknown {
  return emitted(schema, { schemas, openapi }).schema;
}

function codes(schema: unknown, schemas: Record<string, unknown> = {}): string[] {
  return emitted(schema, { schemas }).entries.map((entry) => entry.code);
}

describe('references', () => {
  it('are inlined, escapes and all', () => {
    const schemas = { 'a/b~c d': { type: 'string' } };
    expect(safe({ $ref: '#/components/schemas/a~1b~0c%20d' }, schemas)).toEqual({ type: 'string' });
  });

  it('merge with their siblings in 3.1, and take only the description in 3.0', () => {
    const schemas = { A: { type: 'string', description: 'inner', maxLength: 9 } };
    const schema = { $ref: '#/components/schemas/A', description: 'outer', maxLength: 5 };
    expect(safe(schema, schemas)).toEqual({ type: 'string', description: 'outer', maxLength: 5 });
    expect(safe(schema, schemas, '3.0.3')).toEqual({ type: 'string', description: 'outer', maxLength: 9 });
  });

  it('to nowhere take any value and are reported', () => {
    expect(safe({ $ref: '#/components/schemas/none' })).toEqual({ description: 'Any JSON value.' });
    expect(codes({ $ref: '#/components/schemas/none' })).toEqual(['missing_ref']);
  });

  it.each(['https://x.example/s.json', 'other.yaml#/A', './a.json', 'file:///etc/passwd'])(
    'to %s refuse the operation',
    (ref) => {
      expect(() => emitted({ type: 'array', items: { $ref: ref } })).toThrow('gives no tool');
    },
  );

  it('that lead to themselves through allOf end', () => {
    const schemas = {
      A: {
        allOf: [
          { $ref: '#/components/schemas/A' },
          { type: 'object', properties: { a: { type: 'string' } } },
        ],
      },
    };
    expect(safe({ $ref: '#/components/schemas/A' }, schemas)).toEqual({
      type: 'object',
      properties: { a: { type: 'string' } },
    });
  });
});

describe('recursion', () => {
  const schemas = { Node: { type: 'object', properties: { child: { $ref: '#/components/schemas/Node' } } } };

  it('re-enters twice, then is cut to type and description', () => {
    const cut = { type: 'object', description: 'Same shape as Node above.' };
    const object = (child: unknown): unknown => ({ type: 'object', properties: { child } });
    expect(safe({ $ref: '#/components/schemas/Node' }, schemas)).toEqual(object(object(object(cut))));
    expect(codes({ $ref: '#/components/schemas/Node' }, schemas)).toEqual(['recursion_cut']);
  });

  it('stays a reference in profile full-2020-12', () => {
    const { tool } = convertSample({
      body: { type: 'object', properties: { node: { $ref: '#/components/schemas/Node' } } },
      schemas,
    });
    expect(tool.inputSchema['full-2020-12']).toMatchObject({
      properties: { node: { $ref: '#/$defs/Node' } },
      $defs: { Node: { properties: { child: { $ref: '#/$defs/Node' } } } },
    });
  });
});

describe('size', () => {
  it('of reuse that doubles at every level stays inside the budget, deepest levels cut first', () => {
    const schemas: Record<string, unknown> = {
      L19: { type: 'object', properties: { end: { type: 'string' } } },
    };
    for (let i = 18; i >= 0; i -= 1) {
      const next = { $ref: `#/components/schemas/L${String(i + 1)}` };
      schemas[`L${String(i)}`] = { type: 'object', properties: { a: next, b: next } };
    }
    const { schema, entries } = emitted({ $ref: '#/components/schemas/L0' }, { schemas });
    expect(JSON.stringify(schema).length).toBeLessThan(16_384);
    expect(schema).toMatchObject({ properties: { a: { properties: { b: { type: 'object' } } } } });
    expect(entries.map((entry) => entry.code)).toContain('size_cut');
  });

  it('of deep nesting stops at twelve levels', () => {
    let schema: unknown = { type: 'string' };
    for (let i = 0; i < 30; i += 1) schema = { type: 'object', properties: { x: schema } };
    const text = JSON.stringify(safe(schema));
    expect(text.split('"x"').length - 1).toBeLessThanOrEqual(11);
    expect(codes(schema)).toEqual(['depth_cut']);
  });
});

describe('null', () => {
  const may = { type: 'string', description: 'May be null.' };

  it.each([
    [{ type: ['string', 'null'] }],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [{ oneOf: [{ type: 'null' }, { type: 'string' }] }],
    [{ type: 'string', nullable: true }],
    [{ allOf: [{ type: 'string' }], nullable: true }],
    [{ anyOf: [{ const: null }, { type: 'string' }] }],
  ])('in %j is a sentence', (schema) => {
    expect(safe(schema)).toEqual(may);
  });

  it('leaves the enum', () => {
    expect(safe({ type: ['string', 'null'], enum: ['a', null] })).toEqual({ ...may, enum: ['a'] });
  });

  it('changes nothing when nullable is false', () => {
    expect(safe({ type: 'string', nullable: false }, {}, '3.0.3')).toEqual({ type: 'string' });
  });

  it('is a type in profile full-2020-12', () => {
    const { tool } = convertSample({
      body: {
        type: 'object',
        properties: {
          a: { type: ['string', 'null'], enum: ['x', null] },
          b: { anyOf: [{ $ref: '#/components/schemas/S' }, { type: 'null' }] },
        },
      },
      schemas: { S: { type: 'string' } },
    });
    expect(tool.inputSchema['full-2020-12'].properties).toEqual({
      a: { type: ['string', 'null'], enum: ['x', null] },
      b: { anyOf: [{ $ref: '#/$defs/S' }, { type: 'null' }] },
    });
  });
});

describe('types and unions', () => {
  it('writes one branch per type with the keywords of that type', () => {
    expect(safe({ type: ['string', 'integer'], minLength: 2, minimum: 3 })).toEqual({
      anyOf: [
        { type: 'string', minLength: 2 },
        { type: 'integer', minimum: 3 },
      ],
    });
  });

  it('writes oneOf and anyOf as anyOf, and what stands beside into each branch', () => {
    const schema = {
      type: 'object',
      properties: { kind: { type: 'string' } },
      required: ['kind'],
      oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'integer' } } }],
    };
    expect(safe(schema)).toEqual({
      anyOf: [
        {
          type: 'object',
          properties: { a: { type: 'string' }, kind: { type: 'string' } },
          required: ['kind'],
        },
        {
          type: 'object',
          properties: { b: { type: 'integer' }, kind: { type: 'string' } },
          required: ['kind'],
        },
      ],
    });
  });

  it('collapses a single branch and describes branches that only vary required', () => {
    expect(safe({ anyOf: [{ type: 'string' }] })).toEqual({ type: 'string' });
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    };
    expect(safe(schema)).toMatchObject({ description: 'One of these sets is required: a; b.' });
  });

  it('gives each branch of a discriminator its tag, from the mapping or the component name', () => {
    const schemas = {
      Cat: { type: 'object', properties: { kind: { type: 'string' }, lives: { type: 'integer' } } },
      Dog: { type: 'object', properties: { kind: { type: 'string' } } },
    };
    const schema = {
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'kind', mapping: { meow: '#/components/schemas/Cat' } },
    };
    expect(safe(schema, schemas)).toEqual({
      anyOf: [
        {
          type: 'object',
          properties: { kind: { type: 'string', enum: ['meow'] }, lives: { type: 'integer' } },
        },
        { type: 'object', properties: { kind: { type: 'string', enum: ['Dog'] } } },
      ],
    });
  });

  it('collects the children of a base with a discriminator and does not run in circles', () => {
    const base = '#/components/schemas/Pet';
    const schemas = {
      Pet: {
        type: 'object',
        properties: { kind: { type: 'string' } },
        discriminator: { propertyName: 'kind' },
      },
      Cat: { allOf: [{ $ref: base }, { type: 'object', properties: { lives: { type: 'integer' } } }] },
      Dog: { allOf: [{ $ref: base }, { type: 'object', properties: { friend: { $ref: base } } }] },
    };
    expect(safe({ $ref: base }, schemas)).toMatchObject({
      anyOf: [
        { properties: { kind: { enum: ['Cat'] }, lives: { type: 'integer' } } },
        { properties: { kind: { enum: ['Dog'] }, friend: { anyOf: expect.any(Array) as unknown } } },
      ],
    });
  });
});

describe('allOf', () => {
  it('unites properties and required, tightens bounds, intersects enums', () => {
    const schema = {
      allOf: [
        {
          type: 'object',
          properties: { a: { type: 'string', minLength: 1, enum: ['x', 'y'] } },
          required: ['a'],
        },
        {
          properties: { a: { minLength: 3, maxLength: 9, enum: ['y', 'z'] }, b: { type: 'integer' } },
          required: ['b'],
        },
      ],
    };
    expect(safe(schema)).toEqual({
      type: 'object',
      properties: { a: { type: 'string', minLength: 3, maxLength: 9, enum: ['y'] }, b: { type: 'integer' } },
      required: ['a', 'b'],
    });
  });

  it('widens a contradiction to the outer type and reports it', () => {
    expect(safe({ allOf: [{ type: 'string' }, { type: 'integer' }] })).toEqual({ type: 'string' });
    expect(codes({ allOf: [{ type: 'string' }, { type: 'integer' }] })).toEqual(['contradiction']);
  });

  it('takes a part that only requires', () => {
    const schema = {
      allOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { required: ['a'] }],
    };
    expect(safe(schema)).toMatchObject({ required: ['a'] });
  });
});

describe('keywords', () => {
  it.each([
    ['true', true, { description: 'Any JSON value.' }],
    ['{}', {}, { description: 'Any JSON value.' }],
    ['const', { const: 'a' }, { type: 'string', enum: ['a'] }],
    ['an array without items', { type: 'array' }, { type: 'array', items: {} }],
    [
      'a boolean bound of 3.0',
      { type: 'number', minimum: 1, exclusiveMinimum: true },
      { type: 'number', exclusiveMinimum: 1 },
    ],
    [
      'a map of strings',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'a closed nested object',
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    ['int64', { type: 'integer', format: 'int64' }, { type: 'integer' }],
    [
      'bounds no number could break',
      { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
      { type: 'integer' },
    ],
    [
      'a pattern beside a format that says it',
      { type: 'string', format: 'uuid', pattern: '^x' },
      { type: 'string', format: 'uuid' },
    ],
    ['a pattern', { type: 'string', pattern: '^a+$' }, { type: 'string', description: 'Pattern: ^a+$' }],
    [
      'key names that say nothing',
      { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} },
      { type: 'object' },
    ],
    ['a doubled enum', { type: 'string', enum: ['a', 'b', 'a'] }, { type: 'string', enum: ['a', 'b'] }],
    ['an enum of several types', { enum: ['a', 1] }, { description: 'One of: "a", 1.' }],
    ['a default', { type: 'integer', default: 5 }, { type: 'integer', default: 5 }],
    ['a default of another type', { type: 'integer', default: 'x' }, { type: 'integer' }],
    [
      'uniqueItems',
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      { type: 'array', items: { type: 'string' }, description: 'Items are unique.' },
    ],
    ['not', { type: 'string', not: { enum: ['a'] } }, { type: 'string', description: 'Not: {"enum":["a"]}' }],
    [
      'noise',
      {
        type: 'string',
        example: 'e',
        examples: ['e'],
        xml: {},
        externalDocs: {},
        $comment: 'c',
        $id: 'i',
        'x-y': 1,
      },
      { type: 'string' },
    ],
    [
      'a closed tuple',
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
      { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
    ],
    [
      'patterns of keys in a closed map',
      { type: 'object', patternProperties: { '^a': { type: 'string' } }, additionalProperties: false },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'a deprecated property',
      { type: 'string', description: 'Old.', deprecated: true },
      { type: 'string', description: 'Deprecated: Old.' },
    ],
  ])('writes %s', (_, schema, expected) => {
    expect(safe(schema)).toEqual(expected);
  });

  it('leaves out a property that nothing satisfies', () => {
    expect(safe({ type: 'object', properties: { a: false, b: { type: 'string' } } })).toEqual({
      type: 'object',
      properties: { b: { type: 'string' } },
    });
  });

  it('reads properties called like keywords as properties', () => {
    const names = [
      'example',
      'nullable',
      'xml',
      'required',
      '$ref',
      'default',
      'enum',
      'constructor',
      'type',
    ];
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    const schema = safe({ type: 'object', properties }) as { properties: object };
    expect(Object.keys(schema.properties).sort()).toEqual(
      ['constructor', 'default', 'enum', 'example', 'nullable', 'ref', 'required', 'type', 'xml'].sort(),
    );
  });

  it('takes what required names although nobody declared it, and reports it', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['b'] };
    expect(safe(schema)).toMatchObject({
      properties: { b: { description: 'Any JSON value.' } },
      required: ['b'],
    });
    expect(codes(schema)).toContain('required_undeclared');
  });

  it('aliases an own property called __proto__', () => {
    const schema: unknown = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}');
    expect(safe(schema)).toEqual({
      type: 'object',
      properties: { proto: { type: 'string', description: 'Sent as "__proto__".' } },
    });
  });

  it('keeps an invalid pattern out of profile full-2020-12 and a valid one in', () => {
    const properties = { a: { type: 'string', pattern: '(?i)x' }, b: { type: 'string', pattern: '^x$' } };
    const { tool } = convertSample({ body: { type: 'object', properties } });
    expect(tool.inputSchema['full-2020-12'].properties).toEqual({
      a: { type: 'string', description: 'Pattern: (?i)x' },
      b: { type: 'string', pattern: '^x$' },
    });
  });
});

describe('root', () => {
  it('is exactly a closed object, without arguments too', () => {
    expect(convertSample({}).tool.inputSchema.safe).toEqual({
      type: 'object',
      properties: {},
      required: [],
      additionalProperties: false,
    });
  });
});

describe('texts', () => {
  it('lose control, zero-width and bidirectional characters and comments', () => {
    const { schema } = emitted({
      type: 'string',
      description: 'a\u200bb\u202e <!-- hidden --> c\u0000\n\nd',
    });
    expect(schema.description).toBe('ab c d');
  });

  it('of a property are cut at a sentence', () => {
    const { schema } = emitted({ type: 'string', description: 'One sentence here. '.repeat(200) });
    expect((schema.description as string).length).toBeLessThanOrEqual(1000);
    expect(schema.description).toMatch(/here\.$/);
  });
});

describe('output schema', () => {
  const reply = (schema: unknown, code = '200'): Record<string, unknown> => ({
    [code]: { description: 'ok', content: { 'application/json': { schema } } },
  });
  const object = {
    type: 'object',
    properties: { a: { type: 'string', writeOnly: true }, b: { type: 'string' } },
    required: ['a', 'b'],
  };

  it('is the reply as it is for an object, without writeOnly', () => {
    const { tool } = convertSample({ responses: reply(object) }, { output: 'full' });
    expect(tool.outputSchema).toEqual({
      type: 'object',
      properties: { b: { type: 'string' } },
      required: ['b'],
    });
    expect(tool.outputWrapped).toBe(false);
  });

  it('wraps anything else as result', () => {
    const { tool } = convertSample(
      { responses: reply({ type: 'array', items: { type: 'string' } }) },
      { output: 'full' },
    );
    expect(tool.outputSchema).toEqual({
      type: 'object',
      properties: { result: { type: 'array', items: { type: 'string' } } },
      required: ['result'],
    });
    expect(tool.outputWrapped).toBe(true);
  });

  it('is lenient for imports: names and descriptions only', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string', description: 'A.' }, b: { type: 'object' } },
      required: ['a'],
    };
    const { tool } = convertSample({ responses: reply(schema) });
    expect(tool.outputSchema).toEqual({ type: 'object', properties: { a: { description: 'A.' }, b: {} } });
  });

  it.each([
    ['204 alone', { 204: { description: 'gone' } }],
    ['default alone', reply(object, 'default')],
    ['text', { 200: { content: { 'text/csv': { schema: { type: 'string' } } } } }],
  ])('is absent for %s', (_, responses) => {
    expect(convertSample({ responses }).tool.outputSchema).toBeNull();
  });

  it('takes 200, else the lowest 2xx, else 2XX', () => {
    const named = (name: string): unknown => ({ type: 'object', properties: { [name]: {} } });
    const pick = (responses: Record<string, unknown>): string[] =>
      Object.keys(convertSample({ responses }).tool.outputSchema?.properties ?? {});
    expect(pick({ ...reply(named('b'), '201'), ...reply(named('a')) })).toEqual(['a']);
    expect(pick({ ...reply(named('b'), '201'), ...reply(named('c'), '202') })).toEqual(['b']);
    expect(pick({ ...reply(named('x'), '2XX') })).toEqual(['x']);
  });
});

it('marks the wire name of an alias', () => {
  const { tool } = convertSample({
    parameters: [{ in: 'query', name: 'filter[name]', schema: { type: 'string' } }],
  });
  expect(argumentSchema(tool, 'filter_name')).toEqual({
    type: 'string',
    description: 'Sent as "filter[name]".',
  });
});

describe('a type that is null alone', () => {
  it('stands once in profile full-2020-12', () => {
    const { tool } = convertSample({ body: { type: 'object', properties: { value: { type: 'null' } } } });
    expect(tool.inputSchema['full-2020-12'].properties).toEqual({ value: { type: 'null' } });
  });
});
