import { encode } from './codec/encode';
import { convert } from './convert/convert';
import { checkCatalogue } from './gate/check-host-gate';
import type { JsonObject } from './model/json';
import { PROFILES, type ToolDefinition } from './model/tool';
import { compile, validator } from './testing/ajv.spec-support';
import { convertSample, documentOf } from './testing/documents.spec-support';

const text = { type: 'string' };
const strange = JSON.parse(
  '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"},"$ref":{"type":"string"},"example":{"type":"string"},"nullable":{"type":"boolean"},"filter[name]":{"type":"string"}},"required":["$ref","absent"]}',
) as JsonObject;

/** One document with what breaks converters elsewhere. */
const torture = {
  openapi: '3.1.0',
  paths: {
    '/loop/{id}': {
      parameters: [{ in: 'path', name: 'id', required: true, schema: text }],
      get: { operationId: 'loop', parameters: [{ in: 'query', name: 'id', schema: text }] },
      post: {
        operationId: 'LOOP',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Loop' } } } },
      },
    },
    '/external': {
      get: {
        operationId: 'external',
        parameters: [{ in: 'query', name: 'q', schema: { $ref: 'http://169.254.169.254/x' } }],
      },
    },
    '/union': {
      post: {
        operationId: 'union',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                oneOf: [
                  { type: 'object', properties: { $a: text } },
                  { type: 'object', properties: { a: text } },
                ],
              },
            },
          },
        },
      },
    },
    '/strange': {
      put: {
        operationId: 'strange',
        requestBody: { required: true, content: { 'application/json': { schema: strange } } },
      },
    },
    '/long': {
      get: { operationId: 'a_very_long_operation_identifier_that_goes_on_and_on_until_no_host_takes_it' },
    },
    '/no-id/{a}': { delete: {} },
    '/no-id/{b}': { delete: {} },
    '/bool': {
      post: {
        operationId: 'bool',
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { t: true, f: false, a: { type: 'array' } } },
            },
          },
        },
      },
    },
    '/cookie': {
      get: { operationId: 'cookie', parameters: [{ in: 'cookie', name: 'theme', schema: text }] },
    },
  },
  components: {
    schemas: {
      Loop: {
        allOf: [
          { $ref: '#/components/schemas/Loop' },
          {
            type: 'object',
            properties: {
              next: { $ref: '#/components/schemas/Loop' },
              other: { $ref: '#/components/schemas/None' },
            },
          },
        ],
      },
    },
  },
};

describe('hazards', () => {
  const { tools, report } = convert(torture);
  const named = (name: string): ToolDefinition =>
    tools.find((tool) => tool.operationId === name) as ToolDefinition;

  it('give tools that pass the gate of both profiles', () => {
    for (const profile of PROFILES) expect(checkCatalogue(tools, profile, { compile })).toEqual([]);
    expect(tools.every((tool) => tool.name.length <= 52)).toBe(true);
  });

  it('refuse only the operation that points outside', () => {
    expect(report.entries.filter((entry) => entry.severity === 'refused')).toMatchObject([
      { operation: 'GET /external', code: 'external_ref' },
    ]);
    expect(report.counts).toEqual({ operations: 10, tools: 9, refused: 1, skipped: 0 });
  });

  it('keep both sides when path and query share a name', () => {
    const { request } = encode(named('loop'), { id: 'p', id__query: 'q' });
    expect([request.path, request.query]).toEqual(['/loop/p', 'id=q']);
  });

  it('give two paths that differ in their variables only two names', () => {
    const names = tools.filter((tool) => tool.method === 'DELETE').map((tool) => tool.name);
    expect(new Set(names).size).toBe(2);
  });

  it('map aliases of one union back without choosing a branch', () => {
    const tool = named('union');
    const branches = (tool.inputSchema.safe.properties as { body: { anyOf: { properties: object }[] } }).body
      .anyOf;
    const [first = '', second = ''] = branches.map((branch) => Object.keys(branch.properties)[0]);
    expect(second).toBe('a');
    expect(encode(tool, { body: { [first]: 'x' } }).request.body).toEqual({ $a: 'x' });
    expect(encode(tool, { body: { [second]: 'x' } }).request.body).toEqual({ a: 'x' });
  });

  it('keep properties called like keywords, and those required without being declared', () => {
    const tool = named('strange');
    expect(tool.arguments.map((argument) => argument.wire).sort()).toEqual(
      ['$ref', '__proto__', 'absent', 'constructor', 'example', 'filter[name]', 'nullable'].sort(),
    );
    const { request } = encode(tool, { ref: 'r', proto: 'p', absent: 1 });
    expect(JSON.stringify(request.body)).toBe('{"__proto__":"p","$ref":"r","absent":1}');
  });

  it('give an alias to a name that is required beside a union and declared nowhere', () => {
    const body = {
      required: ['@x'],
      oneOf: [
        { type: 'object', properties: { a: text } },
        { type: 'object', properties: { b: text } },
      ],
    };
    const { tool } = convertSample({ body });
    expect(checkCatalogue([tool], 'safe', { compile })).toEqual([]);
    expect(encode(tool, { body: { x: 1, a: 's' } }).request.body).toEqual({ '@x': 1, a: 's' });
  });

  it('end a union that names itself, in every profile', () => {
    const schemas = { Self: { anyOf: [{ const: 'fixed' }, { $ref: '#/components/schemas/Self' }] } };
    const { tool } = convertSample({
      body: { type: 'object', properties: { value: { $ref: '#/components/schemas/Self' } } },
      schemas,
    });
    expect(tool.inputSchema.safe.properties).toEqual({ value: { type: 'string', enum: ['fixed'] } });
    expect(validator(tool.inputSchema['full-2020-12'])({ value: 'fixed' })).toBe(true);
    expect(validator(tool.inputSchema['full-2020-12'])({ value: 'other' })).toBe(false);
  });

  it('send cookies as cookies', () => {
    expect(encode(named('cookie'), { theme: 'dark blue' }).request.headers).toEqual({
      cookie: 'theme=dark%20blue',
    });
  });

  it('report the reference that leads nowhere', () => {
    expect(report.entries.map((entry) => entry.code)).toContain('missing_ref');
  });

  it('never run exponential patterns of a document', () => {
    const { tool } = convertSample({
      parameters: [{ in: 'query', name: 'q', schema: { type: 'string', pattern: '^(a+)+$' } }],
    });
    const start = process.hrtime.bigint();
    encode(tool, { q: `${'a'.repeat(40)}!` });
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(500);
  });

  it('say nothing else when two conversions meet in one process', () => {
    const doc = documentOf({ parameters: [{ in: 'query', name: 'q', schema: text }] });
    expect(JSON.stringify(convert(doc))).toBe(JSON.stringify(convert(doc)));
  });
});
