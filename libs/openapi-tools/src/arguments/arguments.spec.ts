import { convert } from '../convert/convert';
import type { ConvertOptions } from '../model/options';
import { argumentSchema, convertSample, documentOf, type Sample } from '../testing/documents.spec-support';

function shown(sample: Sample, options: ConvertOptions = {}): string[] {
  return convertSample(sample, options).tool.arguments.map((argument) => argument.name);
}

function header(name: string, more: object = {}): unknown {
  return { in: 'header', name, schema: { type: 'string' }, ...more };
}

describe('parameters', () => {
  it('of the path count for each operation; the operation replaces the same place and name', () => {
    const { tool } = convertSample({
      path: '/a/{id}',
      pathParameters: [
        { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
        { in: 'query', name: 'q', schema: { type: 'string' } },
      ],
      parameters: [{ in: 'query', name: 'q', schema: { type: 'integer' } }],
    });
    expect(tool.arguments.map(({ name, required }) => [name, required])).toEqual([
      ['id', true],
      ['q', false],
    ]);
    expect(argumentSchema(tool, 'q')).toEqual({ type: 'integer' });
  });

  it('that the path uses and nobody declares become required strings, reported', () => {
    const { tool, entries } = convertSample({ path: '/a/{id}' });
    expect(argumentSchema(tool, 'id')).toEqual({ type: 'string' });
    expect(tool.inputSchema.safe.required).toEqual(['id']);
    expect(entries.map((entry) => entry.code)).toEqual(['undeclared_path_parameter']);
  });

  it('that the path does not use are left out, reported', () => {
    const { tool, entries } = convertSample({ parameters: [{ in: 'path', name: 'x', schema: {} }] });
    expect(tool.arguments).toEqual([]);
    expect(entries.map((entry) => entry.code)).toEqual(['unused_path_parameter']);
  });

  it('resolve references inside the document', () => {
    const parameters = {
      q: { $ref: '#/components/parameters/real%20one' },
      'real one': { in: 'query', name: 'q' },
    };
    expect(
      shown({ parameters: [{ $ref: '#/components/parameters/q' }], components: { parameters } }),
    ).toEqual(['q']);
  });

  it('carry their own description before that of the schema', () => {
    const schema = { type: 'string', description: 'inner' };
    const { tool } = convertSample({
      parameters: [{ in: 'query', name: 'q', description: 'outer', deprecated: true, schema }],
    });
    expect(argumentSchema(tool, 'q').description).toBe('Deprecated: outer');
  });

  it('with an unknown style take the default and are reported', () => {
    const { entries } = convertSample({
      parameters: [{ in: 'query', name: 'q', style: 'matrix', schema: {} }],
    });
    expect(entries.map((entry) => entry.code)).toContain('unknown_style');
  });
});

describe('hidden parameters', () => {
  it.each([
    'Accept',
    'content-type',
    'Authorization',
    'Cookie',
    'Host',
    'Content-Length',
    'Connection',
    'Transfer-Encoding',
    'Upgrade',
    'Forwarded',
    'X-Forwarded-For',
    'Proxy-Authorization',
    'Sec-Fetch-Site',
    'Mcp-Session-Id',
    'traceparent',
    'Idempotency-Key',
    'X-Auth-Token',
    'X-Client-Secret',
    'X-Api-Key',
    'X-Hub-Signature',
  ])('%s is never an argument', (name) => {
    const { tool } = convertSample({ parameters: [header(name)] });
    expect(tool.arguments).toEqual([]);
    expect(tool.declaredHeaders).toEqual([name.toLowerCase()]);
  });

  it('are those a security scheme fills, in header, query and cookie', () => {
    const securitySchemes = {
      a: { type: 'apiKey', in: 'header', name: 'X-Team' },
      b: { type: 'apiKey', in: 'query', name: 'key' },
      c: { type: 'apiKey', in: 'cookie', name: 'who' },
    };
    const parameters = [
      header('x-team', { required: true }),
      { in: 'query', name: 'key', required: true },
      { in: 'cookie', name: 'who' },
      { in: 'query', name: 'who' },
    ];
    expect(shown({ parameters, components: { securitySchemes } })).toEqual(['who']);
  });

  it('refuse the operation when they are required and nobody injects them', () => {
    const doc = documentOf({ parameters: [header('X-Session-Token', { required: true })] });
    expect(() => convert(doc)).toThrow('gives no tool');
    expect(convert(doc, { injected: ['header:X-Session-Token'] }).tools).toHaveLength(1);
  });

  it('leave all other headers and cookies to the model', () => {
    const parameters = [header('X-Request-Mode'), header('If-Match'), { in: 'cookie', name: 'theme' }];
    expect(shown({ parameters }).sort()).toEqual(['If_Match', 'X_Request_Mode', 'theme']);
  });
});

describe('idempotency key', () => {
  const sample = { method: 'post', parameters: [header('Idempotency-Key', { required: true })] };

  it('is the optional argument idempotency_key on request', () => {
    const { tool } = convertSample(
      { method: 'post', parameters: [header('Idempotency-Key')] },
      { idempotencyKeyArgument: true },
    );
    expect(tool.idempotencyArgument).toBe('idempotency_key');
    expect(tool.inputSchema.safe.required).toEqual([]);
    expect(argumentSchema(tool, 'idempotency_key').description).toContain(
      'repeat the same key when retrying',
    );
    expect(tool.description).toContain('repeat the same idempotency_key');
  });

  it('is hidden otherwise, and refuses the operation if it is required', () => {
    expect(() => convert(documentOf(sample))).toThrow('gives no tool');
    expect(
      convertSample({ method: 'post', parameters: [header('Idempotency-Key')] }).tool.idempotencyArgument,
    ).toBeNull();
  });

  it('does not appear on operations that do not declare it', () => {
    expect(shown({ method: 'post' }, { idempotencyKeyArgument: true })).toEqual([]);
  });
});

describe('request body', () => {
  const body = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'string' } },
    required: ['a'],
  };

  it('requires its properties only if it is required itself', () => {
    expect(convertSample({ body }).tool.inputSchema.safe.required).toEqual(['a']);
    expect(convertSample({ body, bodyRequired: false }).tool.inputSchema.safe.required).toEqual([]);
  });

  it('resolves references, and refuses those it cannot', () => {
    const requestBodies = { b: { content: { 'application/json': { schema: body } } } };
    const operation = { requestBody: { $ref: '#/components/requestBodies/b' } };
    expect(shown({ method: 'post', operation, components: { requestBodies } })).toEqual(['a', 'b']);
    expect(() => convert(documentOf({ method: 'post', operation }))).toThrow('gives no tool');
  });

  it('hides readOnly properties, also through references and allOf', () => {
    const schemas = { Id: { type: 'string', readOnly: true } };
    const properties = {
      id: { $ref: '#/components/schemas/Id' },
      at: { allOf: [{ $ref: '#/components/schemas/Id' }] },
      name: { type: 'string', writeOnly: true },
    };
    const { tool } = convertSample({
      body: { type: 'object', properties, required: ['id', 'name'] },
      schemas,
    });
    expect(tool.inputSchema.safe).toMatchObject({
      properties: { name: { type: 'string' } },
      required: ['name'],
    });
    expect(tool.arguments).toHaveLength(1);
  });
});
