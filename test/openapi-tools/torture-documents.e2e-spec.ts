import { convert, DocumentError, encode } from '@app/openapi-tools';
import type { JsonObject, ToolDefinition } from '@app/openapi-tools';

const text = { type: 'string' };

function toolsOf(more: object, operation: object = {}): ToolDefinition[] {
  return convert({ openapi: '3.1.0', paths: { '/a': { post: { operationId: 'a', ...operation } } }, ...more })
    .tools;
}

function bodyOf(schema: unknown): object {
  return { requestBody: { content: { 'application/json': { schema } } } };
}

function codeOf(doc: unknown): string {
  try {
    convert(doc);
  } catch (error) {
    if (error instanceof DocumentError) return error.code;
    throw error;
  }
  return 'none';
}

/** Documents nobody should write, and somebody does. */
describe('an odd document', () => {
  it.each([
    [{ swagger: '2.0', paths: { '/a': { get: {} } } }, 'swagger_2'],
    [{ openapi: '3.0.0' }, 'no_tools'],
    [{ openapi: '3.0.0', paths: {} }, 'no_tools'],
    [{ openapi: '3.0.0', paths: null }, 'no_tools'],
    [{ openapi: '3.0.0', paths: [] }, 'no_tools'],
    [{ openapi: '3.0.0', paths: { '/a': null } }, 'no_tools'],
    [{ openapi: '3.0.0', paths: { '/a': { $ref: '#/paths/~1a' } } }, 'no_tools'],
    [{ openapi: '3.0.0', paths: { '/a': { $ref: 'other.yaml#/a' } } }, 'no_tools'],
    [{ openapi: 3.0, paths: {} }, 'not_openapi'],
    [undefined, 'not_openapi'],
  ])('%j is refused as a whole: %s', (doc, code) => {
    expect(codeOf(doc)).toBe(code);
  });

  it.each([
    null,
    5,
    'x',
    [],
    true,
    { type: 5 },
    { type: [] },
    { properties: null },
    { allOf: null },
    { enum: 'x' },
  ])('with the schema %j still gives its tool', (schema) => {
    expect(toolsOf({}, bodyOf({ type: 'object', properties: { a: schema, b: text } }))).toHaveLength(1);
    expect(toolsOf({}, { parameters: [{ in: 'query', name: 'q', schema }] })).toHaveLength(1);
  });

  it('ends references that lead in a circle through parameters, bodies, responses and path items', () => {
    const circle = (at: string): object => ({
      one: { $ref: `#/components/${at}/two` },
      two: { $ref: `#/components/${at}/one` },
    });
    const components = {
      parameters: circle('parameters'),
      requestBodies: circle('requestBodies'),
      responses: circle('responses'),
      pathItems: circle('pathItems'),
    };
    const { tools, report } = convert({
      openapi: '3.1.0',
      paths: {
        '/ok': { get: { operationId: 'ok', responses: { 200: { $ref: '#/components/responses/one' } } } },
        '/a': { get: { operationId: 'a', parameters: [{ $ref: '#/components/parameters/one' }] } },
        '/b': { post: { operationId: 'b', requestBody: { $ref: '#/components/requestBodies/one' } } },
        '/c': { $ref: '#/components/pathItems/one' },
      },
      components,
    });
    expect(tools.map((tool) => tool.name)).toEqual(['ok']);
    expect(
      report.entries
        .filter((entry) => entry.severity === 'refused')
        .map((entry) => entry.code)
        .sort(),
    ).toEqual(['invalid_path_item', 'missing_body', 'missing_parameter']);
  });

  it('cannot reach the prototype of anything', () => {
    const schema = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"object","properties":{"polluted":{"type":"string"}}},"constructor":{"type":"string"},"toString":{"type":"string"}},"additionalProperties":true}',
    ) as JsonObject;
    const components = JSON.parse(
      '{"schemas":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}',
    ) as object;
    const [tool] = toolsOf({ components }, bodyOf(schema)) as [ToolDefinition];
    const args = JSON.parse(
      '{"proto":{"polluted":"x"},"constructor":"c","additional_properties":{"hasOwnProperty":1}}',
    ) as JsonObject;
    const { request, refusal } = encode(tool, args);
    expect(refusal).toBeNull();
    expect(JSON.stringify(request.body)).toBe(
      '{"__proto__":{"polluted":"x"},"constructor":"c","hasOwnProperty":1}',
    );
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(encode(tool, JSON.parse('{"__proto__":{"x":1}}') as JsonObject).refusal?.issues).toMatchObject([
      { field: '__proto__', code: 'unrecognized_keys' },
    ]);
    for (const ref of ['#/components/schemas/toString', '#/__proto__', '#/constructor/prototype']) {
      expect(
        toolsOf({ components }, bodyOf({ type: 'object', properties: { a: { $ref: ref } } })),
      ).toHaveLength(1);
    }
  });

  it('may have numbers for names, and lists for objects', () => {
    const [tool] = toolsOf(
      {},
      bodyOf({ type: 'object', properties: { 5: text, '-1': text, '': text, 日本: text } }),
    ) as [ToolDefinition];
    const args = Object.fromEntries(tool.arguments.map(({ name }) => [name, 'x']));
    expect(encode(tool, args).request.body).toEqual({ 5: 'x', '-1': 'x', '': 'x', 日本: 'x' });
    expect(
      toolsOf({ components: [] }, { parameters: {}, tags: 'x', responses: [], security: {} }),
    ).toHaveLength(1);
  });

  it('may share its objects, as YAML with anchors does, or hold itself', () => {
    const shared: Record<string, unknown> = { type: 'object', properties: {} };
    (shared.properties as Record<string, unknown>).self = shared;
    const [tool] = toolsOf({}, bodyOf(shared)) as [ToolDefinition];
    expect(encode(tool, { self: { self: {} } }).request.body).toEqual({ self: { self: {} } });
    expect(tool.inputSchema['full-2020-12'].type).toBe('object');
  });

  it('may be deeper than any stack', () => {
    let schema: object = text;
    for (let i = 0; i < 20_000; i += 1)
      schema = i % 2 === 0 ? { allOf: [schema] } : { type: 'object', properties: { a: schema } };
    expect(['none', 'no_tools']).toContain(
      codeOf({ openapi: '3.1.0', paths: { '/a': { post: bodyOf(schema) } } }),
    );
  });
});

describe('time', () => {
  const many = (count: number): object => ({
    openapi: '3.1.0',
    components: {
      schemas: { Shared: { type: 'object', properties: { name: text, 'a b': { type: 'integer' } } } },
    },
    paths: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `/things-${String(i)}/{id}`,
        { post: { operationId: `do_${String(i)}`, ...bodyOf({ $ref: '#/components/schemas/Shared' }) } },
      ]),
    ),
  });

  /** CPU milliseconds per operation, the best of three: other work on the machine only adds to it. */
  function cost(count: number): number {
    const doc = many(count);
    const times = Array.from({ length: 3 }, () => {
      const start = process.cpuUsage();
      expect(convert(doc).tools).toHaveLength(count);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1_000 / count;
    });
    return Math.min(...times);
  }

  it('per operation is the same for ten thousand operations as for a hundred', () => {
    cost(100);
    expect(cost(10_000)).toBeLessThan(cost(100) * 3);
  });
});
