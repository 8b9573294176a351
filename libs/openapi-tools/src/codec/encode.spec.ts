import type { JsonObject } from '../model/json';
import type { ConvertOptions } from '../model/options';
import { convertSample, type Sample } from '../testing/documents.spec-support';
import { decode } from './decode';
import { encode } from './encode';
import { explainRefusal } from './explain';

const page: Sample = {
  path: '/v1/agents/{agent_id}/runs',
  pathParameters: [
    { in: 'path', name: 'agent_id', required: true, schema: { type: 'string', format: 'uuid' } },
  ],
  parameters: [
    { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100 } },
    { in: 'query', name: 'active', schema: { type: 'boolean' } },
    { in: 'query', name: 'status', schema: { type: 'array', items: { type: 'string' } } },
    { in: 'query', name: 'filter[name]', schema: { type: 'string' } },
  ],
};
const create: Sample = {
  body: {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1 },
      count: { type: 'integer' },
      big: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'integer' } },
      config: { type: 'object', properties: { $on: { type: 'boolean' } } },
      note: { type: ['string', 'null'] },
    },
    required: ['name'],
    additionalProperties: false,
  },
};
const agent_id = '0b0c7c1e-7a4c-4f43-9a56-0f1f5a1c2d3e';

function call(sample: Sample, args: JsonObject, options: ConvertOptions = {}): ReturnType<typeof encode> {
  return encode(convertSample(sample, options).tool, args);
}

describe('encode', () => {
  it('puts every argument in its place', () => {
    const { request, refusal } = call(page, {
      agent_id,
      limit: 5,
      active: true,
      status: ['a', 'b'],
      filter_name: 'x y',
    });
    expect(refusal).toBeNull();
    expect(request).toEqual({
      method: 'GET',
      path: `/v1/agents/${agent_id}/runs`,
      query: 'active=true&filter%5Bname%5D=x%20y&limit=5&status=a&status=b',
      headers: {},
      body: undefined,
      contentType: null,
    });
  });

  it('sends a JSON body with wire names at every level', () => {
    const { request } = call(create, { name: 'x', config: { on: true }, note: null });
    expect(request).toMatchObject({
      body: { name: 'x', config: { $on: true }, note: null },
      contentType: 'application/json',
    });
  });

  it('leaves wrong values in a query to the API, as text', () => {
    const { request, refusal } = call(page, {
      agent_id: 'no-uuid',
      limit: 'abc',
      active: 'perhaps',
      status: 'one',
    });
    expect(refusal).toBeNull();
    expect(request.query).toBe('active=perhaps&limit=abc&status=one');
    expect(call(page, { agent_id, limit: 1.5 }).request.query).toBe('limit=1.5');
    expect(call(page, { agent_id, limit: 1000 }).refusal).toBeNull();
  });

  it('leaves wrong scalars in a body to the API', () => {
    const { request, refusal } = call(create, { name: '', count: 1.5, note: 7, big: 'perhaps' });
    expect(refusal).toBeNull();
    expect(request.body).toEqual({ name: '', count: 1.5, note: 7, big: 'perhaps' });
  });

  it('refuses what a query cannot say: null, containers where a scalar belongs', () => {
    for (const limit of [null, [1], { a: 1 }]) {
      expect(call(page, { agent_id, limit }).refusal?.issues).toMatchObject([
        { field: 'limit', code: 'invalid_type' },
      ]);
    }
    expect(call(page, { agent_id, status: [null] }).refusal?.issues).toMatchObject([{ field: 'status.0' }]);
  });

  it('treats an empty array outside the body as absent', () => {
    expect(call(page, { agent_id, status: [] })).toMatchObject({ request: { query: '' }, refusal: null });
  });

  it('refuses a required empty array, unless empty values are allowed', () => {
    const parameter = {
      in: 'query',
      name: 'ids',
      required: true,
      schema: { type: 'array', items: { type: 'string' } },
    };
    expect(call({ parameters: [parameter] }, { ids: [] }).refusal?.issues).toMatchObject([{ field: 'ids' }]);
    expect(call({ parameters: [{ ...parameter, allowEmptyValue: true }] }, { ids: [] }).request.query).toBe(
      'ids=',
    );
  });

  it('refuses whole numbers that lost digits, and takes them as digits where text is sent', () => {
    const id = { in: 'query', name: 'id', schema: { type: 'integer', format: 'int64' } };
    expect(call({ parameters: [id] }, { id: 2 ** 60 }).refusal?.issues).toMatchObject([
      { field: 'id', code: 'invalid_type' },
    ]);
    expect(call({ parameters: [id] }, { id: '9223372036854775807' }).request.query).toBe(
      'id=9223372036854775807',
    );
    expect(call(create, { name: 'x', count: 2 ** 60 }).refusal?.issues).toMatchObject([{ field: 'count' }]);
  });

  it.each(['a\r\nx-evil: 1', 'a\nb', 'a\u0000', ' a', 'a ', 'a\u0100', 'a\tb'])(
    'refuses the header value %j',
    (value) => {
      const sample = { parameters: [{ in: 'header', name: 'X-Mode', schema: { type: 'string' } }] };
      const { refusal, request } = call(sample, { X_Mode: value });
      expect(refusal?.issues).toMatchObject([{ field: 'X_Mode', code: 'invalid_value' }]);
      expect(request.headers).toEqual({});
    },
  );

  it('takes arguments called like members of every object', () => {
    const parameters = ['constructor', 'toString', 'valueOf'].map((name) => ({
      in: 'query',
      name,
      schema: { type: 'string' },
    }));
    expect(call({ parameters }, {}).request.query).toBe('');
    expect(call({ parameters }, { constructor: 'a' }).request.query).toBe('constructor=a');
  });

  it('sends an own property called __proto__ as data', () => {
    const args = JSON.parse('{"name":"x","config":{"__proto__":{"polluted":true}}}') as JsonObject;
    const { request } = call(create, args);
    expect(JSON.stringify(request.body)).toContain('"__proto__"');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('refuses a value that nests without end instead of overflowing', () => {
    const schemas = {
      N: { type: 'object', properties: { n: { $ref: '#/components/schemas/N' }, on: { type: 'boolean' } } },
    };
    let value: JsonObject = {};
    for (let i = 0; i < 5000; i += 1) value = { n: value };
    const body = { type: 'object', properties: { root: { $ref: '#/components/schemas/N' } } };
    expect(call({ body, schemas }, { root: value }).refusal?.issues[0]?.message).toContain(
      'nested too deeply',
    );
  });

  it('walks the document below a recursion cut', () => {
    const schemas = {
      N: { type: 'object', properties: { $n: { $ref: '#/components/schemas/N' }, on: { type: 'boolean' } } },
    };
    const body = { type: 'object', properties: { root: { $ref: '#/components/schemas/N' } } };
    const args = { root: { n: { n: { n: { n: { n: { on: 'true' } } } } } } };
    const { request, coercions } = call({ body, schemas }, args);
    expect(request.body).toEqual({ root: { $n: { $n: { $n: { $n: { $n: { on: true } } } } } } });
    expect(coercions).toBe(1);
  });

  it('sends a whole body bare', () => {
    const { tool } = convertSample({ body: { type: 'array', items: { type: 'integer' } } });
    expect(encode(tool, { body: [1, 2] }).request.body).toEqual([1, 2]);
    expect(encode(tool, {}).refusal?.issues).toMatchObject([{ field: 'body' }]);
  });

  it('merges additional properties and refuses one that repeats a declared one', () => {
    const body = {
      type: 'object',
      properties: { $a: { type: 'string' } },
      additionalProperties: { type: 'integer' },
    };
    expect(call({ body }, { a: 'x', additional_properties: { 'b c': '5' } }).request.body).toEqual({
      $a: 'x',
      'b c': 5,
    });
    expect(call({ body }, { additional_properties: { $a: 5 } }).refusal?.issues).toMatchObject([
      { field: 'additional_properties.$a', message: expect.stringContaining('argument "a"') as unknown },
    ]);
  });

  it('sends {} for a required body without arguments and none for an optional one', () => {
    const body = { type: 'object', properties: { a: { type: 'string' } } };
    expect(call({ body }, {}).request).toMatchObject({ body: {}, contentType: 'application/json' });
    expect(call({ body, bodyRequired: false }, {}).request).toMatchObject({
      body: undefined,
      contentType: null,
    });
  });

  it('asks for the required properties of an optional body once it is given', () => {
    const optional = { ...create, bodyRequired: false };
    expect(call(optional, {}).refusal).toBeNull();
    expect(call(optional, { count: 1 }).refusal?.issues).toMatchObject([{ field: 'name' }]);
  });

  it('names the fixed query of a path key first', () => {
    expect(
      call({ path: '/a?kind=x#v', parameters: [{ in: 'query', name: 'q' }] }, { q: '1' }).request,
    ).toMatchObject({
      path: '/a',
      query: 'kind=x&q=1',
    });
  });

  it('refuses arguments that are no object', () => {
    expect(call(create, [] as unknown as JsonObject).refusal?.issues[0]).toMatchObject({
      field: '',
      code: 'invalid_type',
    });
  });
});

describe('the head of a request', () => {
  const withRoom = (args: JsonObject, maxHeadLength?: number) =>
    encode(convertSample(page).tool, { agent_id, ...args }, { maxHeadLength });

  it('takes no more characters than it was given room for, all arguments together', () => {
    expect(withRoom({ filter_name: 'x'.repeat(100) }, 200).refusal).toBeNull();
    const { request, refusal } = withRoom({ filter_name: 'x'.repeat(100), status: ['y'.repeat(100)] }, 200);
    expect(refusal?.issues).toEqual([
      {
        field: 'status',
        code: 'too_big',
        message: 'Argument "status" is too long for the head of a request.',
      },
    ]);
    expect(request.query).not.toContain('yy');
  });

  it('keeps a route when a path value is too long', () => {
    expect(withRoom({ agent_id: 'a'.repeat(300) }, 200).request.path).toBe('/v1/agents/_/runs');
  });

  it('looks at no more of a value than there is room', () => {
    const long = Array.from({ length: 1_000_000 }, () => '!');
    const begin = performance.now();
    expect(withRoom({ status: long }, 1000).refusal?.issues[0]?.code).toBe('too_big');
    expect(performance.now() - begin).toBeLessThan(500);
  });

  it('has no bound of its own', () => {
    expect(withRoom({ filter_name: 'x'.repeat(1_000_000) }).refusal).toBeNull();
  });
});

describe('missing arguments', () => {
  const sample: Sample = {
    ...create,
    parameters: [{ in: 'query', name: 'q', required: true, schema: { type: 'string' } }],
  };

  it('are refused by the codec, all in one answer', () => {
    expect(call(sample, {}).refusal?.issues.map((issue) => [issue.field, issue.code])).toEqual([
      ['q', 'invalid_type'],
      ['name', 'invalid_type'],
    ]);
  });

  it('are left to the API on request, except in the path', () => {
    expect(call(sample, {}, { missingRequired: 'api' }).refusal).toBeNull();
    expect(call(page, {}, { missingRequired: 'api' }).refusal?.issues).toMatchObject([{ field: 'agent_id' }]);
  });
});

describe('coercion', () => {
  const args = { name: 'x', count: '5', big: 'true', tags: '["1",2]', config: '{"on":"false"}' };

  it('changes what the document excludes and nothing is lost by, and counts it', () => {
    const { request, coercions } = call(create, args);
    expect(request.body).toEqual({ name: 'x', count: 5, big: true, tags: [1, 2], config: { $on: false } });
    expect(coercions).toBe(6);
  });

  it('can be switched off, per conversion and per call', () => {
    expect(call(create, { name: 'x', count: '5' }, { coercion: false })).toMatchObject({
      request: { body: { count: '5' } },
      coercions: 0,
    });
    const { tool } = convertSample(create);
    expect(encode(tool, { name: 'x', count: '5' }, { coercion: false }).request.body).toEqual({
      name: 'x',
      count: '5',
    });
  });

  it.each(['05', '5.0', ' 5', '1e3', '0x5', '', 'Infinity', '9007199254740993'])(
    'leaves %j to the API',
    (count) => {
      expect(call(create, { name: 'x', count }).request.body).toEqual({ name: 'x', count });
    },
  );

  it('never touches a value the document allows', () => {
    const body = { type: 'object', properties: { v: { type: ['string', 'integer'] }, w: {} } };
    expect(call({ body }, { v: '5', w: '{"a":1}' }).request.body).toEqual({ v: '5', w: '{"a":1}' });
  });
});

describe('unknown arguments', () => {
  it('are refused in the shape of the API, suggestion only when asked for', () => {
    const { tool } = convertSample(page);
    const { refusal } = encode(tool, { agent_id, filter_nam: 'x' });
    expect(refusal?.issues).toEqual([
      { field: 'filter_nam', code: 'unrecognized_keys', message: 'Unknown argument "filter_nam".' },
    ]);
    expect(refusal && explainRefusal(tool, refusal)).toEqual([
      {
        field: 'filter_nam',
        code: 'unrecognized_keys',
        message: 'Unknown argument "filter_nam". Did you mean "filter_name"?',
      },
    ]);
  });

  it.each([
    ['limmit', 'limit'],
    ['LIMIT', 'limit'],
    ['agentId', 'agent_id'],
    ['filter[name]', 'filter_name'],
    ['Filter-Name', 'filter_name'],
    ['stauts', 'status'],
  ])('suggest for %s the argument %s', (asked, name) => {
    const { tool } = convertSample(page);
    const refusal = encode(tool, { agent_id, [asked]: 1 }).refusal;
    expect(refusal && explainRefusal(tool, refusal)[0]?.message).toContain(`Did you mean "${name}"?`);
  });

  it.each(['zzz', 'x', 'a'.repeat(5000), ''])('suggest nothing for %j that is like no argument', (asked) => {
    const { tool } = convertSample(page);
    const refusal = encode(tool, { agent_id, [asked]: 1 }).refusal;
    expect(refusal && explainRefusal(tool, refusal)[0]?.message).not.toContain('Did you mean');
  });

  it('stay short whatever the caller sends', () => {
    const { tool } = convertSample(page);
    const args = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [`k${String(i)}${'x'.repeat(500)}`, 1]),
    );
    const refusal = encode(tool, { agent_id, ...args }).refusal;
    expect(JSON.stringify(refusal && explainRefusal(tool, refusal)).length).toBeLessThan(20_000);
  });
});

describe('decode', () => {
  it('gives back what was encoded', () => {
    const { tool } = convertSample(page);
    const args = { agent_id, limit: 5, active: false, status: ['a&b', 'ü'], filter_name: '100% [x]' };
    expect(decode(tool, encode(tool, args).request)).toEqual(args);
  });
});
