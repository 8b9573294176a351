import { decode } from '../codec/decode';
import { encode } from '../codec/encode';
import { DocumentError } from '../errors';
import type { Report } from '../model/report';
import type { ToolDefinition } from '../model/tool';
import { documentOf } from '../testing/documents.spec-support';
import { convert } from './convert';

const good = { get: { operationId: 'ok', responses: {} } };

function codesOf(report: Report): string[] {
  return report.entries.map((entry) => entry.code);
}

function errorOf(doc: unknown): DocumentError {
  try {
    convert(doc);
  } catch (error) {
    if (error instanceof DocumentError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('convert', () => {
  it('refuses Swagger 2.0 and says what to do', () => {
    const error = errorOf({ swagger: '2.0', paths: {} });
    expect(error.code).toBe('swagger_2');
    expect(error.message).toContain('OpenAPI 3.0 or 3.1');
  });

  it.each([null, 5, 'x', [], {}, { openapi: 3 }, { openapi: '2.1' }])('refuses %j as no document', (doc) => {
    expect(errorOf(doc).code).toBe('not_openapi');
  });

  it('reads an unknown 3.x as 3.1 and reports it', () => {
    const { report, tools } = convert({ openapi: '3.7.0', paths: { '/a': good } });
    expect(tools).toHaveLength(1);
    expect(codesOf(report)).toContain('unknown_version');
  });

  it('makes a document without any tool an error that carries the report', () => {
    const error = errorOf({
      openapi: '3.1.0',
      paths: { '/a': { get: { operationId: 'a', requestBody: {}, parameters: [{ $ref: 'http://x/y' }] } } },
    });
    expect(error.code).toBe('no_tools');
    expect(error.report?.entries).toMatchObject([{ severity: 'refused', code: 'external_ref' }]);
  });

  it('makes a document of webhooks alone an error', () => {
    const error = errorOf({ openapi: '3.1.0', webhooks: { a: good } });
    expect(error.code).toBe('no_tools');
    expect(error.report?.entries).toMatchObject([{ code: 'webhooks_ignored', pointer: '/webhooks' }]);
  });

  it('says that callbacks and TRACE never become tools', () => {
    const { report, tools } = convert({
      openapi: '3.1.0',
      paths: { '/a': { get: { operationId: 'ok', callbacks: { done: {} } }, trace: {} } },
    });
    expect(tools).toHaveLength(1);
    expect(codesOf(report)).toEqual(['trace_ignored', 'callbacks_ignored']);
  });

  it('takes one value for a variable that a path uses twice', () => {
    const { tools } = convert({ openapi: '3.1.0', paths: { '/{a}/x/{a}': { get: { operationId: 'ok' } } } });
    const [tool] = tools as [ToolDefinition];
    expect(encode(tool, { a: '1 2' }).request.path).toBe('/1%202/x/1%202');
    expect(decode(tool, encode(tool, { a: '1' }).request)).toEqual({ a: '1' });
    expect(encode(tool, { a: '..' }).refusal?.issues).toHaveLength(1);
    expect(encode(tool, {}).refusal?.issues).toHaveLength(1);
  });

  it('leaves out a header whose name HTTP cannot send, and refuses one that is required', () => {
    const header = (required: boolean): unknown => ({
      ...good,
      post: { operationId: 'post', parameters: [{ in: 'header', name: 'X\r\nY', required }] },
    });
    expect(codesOf(convert({ openapi: '3.1.0', paths: { '/a': header(false) } }).report)).toEqual([
      'bad_header_name',
    ]);
    const { report } = convert({ openapi: '3.1.0', paths: { '/a': header(true) } });
    expect(report.entries).toMatchObject([{ severity: 'refused', code: 'bad_header_name' }]);
  });

  it('reads an enum of a hundred thousand values without comparing each with each', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => `value ${String(i)}`);
    const parameters = [{ in: 'query', name: 'q', schema: { type: 'string', enum: [...values, ...values] } }];
    const { tools } = convert({
      openapi: '3.1.0',
      paths: { '/a': { get: { operationId: 'a', parameters } } },
    });
    expect(JSON.stringify(tools[0]?.inputSchema.safe)).toContain('and 99966 more');
  });

  it('refuses a bad operation alone, with reason and pointer', () => {
    const { tools, report } = convert({
      openapi: '3.1.0',
      paths: {
        '/a': good,
        '/b': { get: { operationId: 'b', parameters: [{ $ref: '#/components/parameters/none' }] } },
      },
    });
    expect(tools.map((tool) => tool.name)).toEqual(['ok']);
    expect(report.entries).toMatchObject([
      {
        severity: 'refused',
        code: 'missing_parameter',
        operation: 'GET /b',
        pointer: '/paths/~1b/get/parameters/0',
      },
    ]);
    expect(report.counts).toEqual({ operations: 2, tools: 1, refused: 1, skipped: 0 });
  });

  it.each([
    [{ 'multipart/mixed': { schema: { type: 'object' } } }, 'unsupported_media_type'],
    [{ json: {} }, 'unsupported_media_type'],
    [{ 'multipart/form-data': { schema: { type: 'array' } } }, 'unsupported_body'],
  ])('refuses a body nobody can write', (content, code) => {
    const { report } = convert({
      openapi: '3.1.0',
      paths: { '/a': good, '/b': { post: { operationId: 'b', requestBody: { content } } } },
    });
    expect(codesOf(report)).toContain(code);
  });

  it('prefers application/json, then other +json types, and sends the declared one', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const merge = documentOf({ method: 'patch', body: schema, mediaType: 'application/merge-patch+json' });
    expect(convert(merge).tools[0]?.plan.body?.contentType).toBe('application/merge-patch+json');
    const both = documentOf({
      body: schema,
      operation: {
        requestBody: {
          content: { 'application/vnd.x+json': { schema }, 'Application/JSON; charset=utf-8': { schema } },
        },
      },
    });
    expect(convert(both).tools[0]?.plan.body?.contentType).toBe('Application/JSON; charset=utf-8');
  });

  it('leaves out operations on request and reports each', () => {
    const { tools, report } = convert(
      {
        openapi: '3.1.0',
        paths: {
          '/a': {
            ...good,
            head: { operationId: 'h' },
            options: { operationId: 'o' },
            trace: { operationId: 't' },
          },
          '/b': { get: { operationId: 'old', deprecated: true } },
          '/c': { get: {} },
          '/d': { get: { operationId: 'off', 'x-mcp': { enabled: false } } },
        },
      },
      { missingOperationId: 'skip', deprecated: 'omit' },
    );
    expect(tools.map((tool) => tool.name)).toEqual(['ok']);
    expect(codesOf(report).sort()).toEqual([
      'deprecated',
      'disabled',
      'method_not_requested',
      'method_not_requested',
      'no_operation_id',
      'trace_ignored',
    ]);
    expect(report.counts).toEqual({ operations: 6, tools: 1, refused: 0, skipped: 5 });
  });

  it('makes HEAD and OPTIONS tools on request', () => {
    const { tools } = convert(
      { openapi: '3.1.0', paths: { '/a': { head: { operationId: 'h' }, options: { operationId: 'o' } } } },
      { headAndOptions: true },
    );
    expect(tools.map((tool) => tool.method)).toEqual(['HEAD', 'OPTIONS']);
  });

  it('ignores a body on GET and reports it', () => {
    const { tools, report } = convert(
      documentOf({ method: 'get', body: { type: 'object', properties: { a: {} } } }),
    );
    expect(tools[0]?.arguments).toEqual([]);
    expect(codesOf(report)).toContain('body_ignored');
  });

  it('sends a body on DELETE', () => {
    const { tools } = convert(
      documentOf({ method: 'delete', body: { type: 'object', properties: { a: {} } } }),
    );
    expect(tools[0]?.arguments.map((argument) => argument.name)).toEqual(['a']);
  });

  it.each(['relative', '/a/{b', '/a/{}', '/a/../b', '/a/%2e%2e/b'])('refuses the path key %s', (path) => {
    const { report } = convert({
      openapi: '3.1.0',
      paths: { '/ok': good, [path]: { get: { operationId: 'b' } } },
    });
    expect(codesOf(report)).toContain('bad_path_template');
  });

  it('refuses a lock it cannot read', () => {
    const doc = documentOf({});
    expect(() => convert(doc, {}, { version: 9 } as never)).toThrow('tool lock is unusable');
    expect(() => convert(doc, {}, { version: 1, operations: { a: {} } } as never)).toThrow(
      '"a" is incomplete',
    );
  });

  it('converts in time linear in the number of operations', () => {
    const many = (count: number): unknown => ({
      openapi: '3.1.0',
      paths: Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `/r${String(i)}/{id}`,
          { get: { operationId: `op_${String(i)}` } },
        ]),
      ),
    });
    const time = (count: number): number => {
      const doc = many(count);
      const start = process.hrtime.bigint();
      convert(doc);
      return Number(process.hrtime.bigint() - start);
    };
    const best = (count: number): number => Math.min(time(count), time(count), time(count));
    // Ten times the work may cost far more than ten times the time on a busy machine; quadratic
    // work would cost a hundred times.
    const small = best(400);
    expect(best(4000) / small).toBeLessThan(50);
  });
});

describe('annotations', () => {
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  const doc = {
    openapi: '3.1.0',
    paths: { '/a': Object.fromEntries(methods.map((method) => [method, { operationId: method }])) },
  };
  const hints = (policy: 'first-party' | 'imported'): Record<string, string> =>
    Object.fromEntries(
      convert(doc, { annotationPolicy: policy }).tools.map(({ name, annotations: a }) => [
        name,
        [a.readOnlyHint, a.destructiveHint, a.idempotentHint, a.openWorldHint]
          .map((hint) => (hint ? 'y' : 'n'))
          .join(''),
      ]),
    );

  it('follow the table for first-party operations', () => {
    expect(hints('first-party')).toEqual({
      get: 'ynyn',
      post: 'nnnn',
      put: 'nnyn',
      patch: 'nnyn',
      delete: 'nyyn',
    });
  });

  it('take the worst case for imported operations', () => {
    expect(hints('imported')).toEqual({
      get: 'ynyy',
      post: 'nyny',
      put: 'nyyy',
      patch: 'nyny',
      delete: 'nyyy',
    });
  });

  it('are overridden hint by hint, options before x-mcp', () => {
    const operation = { 'x-mcp': { annotations: { destructiveHint: true, openWorldHint: true, other: 1 } } };
    const { tools } = convert(documentOf({ method: 'post', operation }), {
      annotationPolicy: 'first-party',
      overrides: { sample: { annotations: { openWorldHint: false, idempotentHint: true } } },
    });
    expect(tools[0]?.annotations).toEqual({
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: true,
      openWorldHint: false,
    });
  });
});

describe('metadata', () => {
  it('keeps server, security, tags and extensions beside the schema', () => {
    const { tools } = convert({
      openapi: '3.1.0',
      servers: [
        { url: 'https://{region}.example/{base}', variables: { region: { default: 'eu' } } },
        { url: '/b' },
      ],
      security: [{ key: [] }],
      paths: {
        '/v1/things/{id}': {
          get: { operationId: 'a', 'x-permission': 'p', security: [{ oauth: ['read'] }] },
        },
        '/x': { get: { operationId: 'b', tags: ['one', 'two'], servers: [{ url: 'https://other' }] } },
      },
    });
    expect(tools[0]).toMatchObject({
      server: 'https://eu.example/{base}',
      security: [{ oauth: ['read'] }],
      extensions: { 'x-permission': 'p' },
      toolsets: ['things'],
    });
    expect(tools[1]).toMatchObject({
      server: 'https://other',
      security: [{ key: [] }],
      toolsets: ['one', 'two'],
    });
  });
});
