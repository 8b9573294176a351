import type { JsonObject } from '../model/json';
import type { ConvertOptions, OperationOverride } from '../model/options';
import type { ToolDefinition } from '../model/tool';
import { argumentSchema, convertSample, type Sample } from '../testing/documents.spec-support';
import { canon } from './canon';
import { decode } from './decode';
import { encode } from './encode';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';
const text = { type: 'string' };

function toolOf(
  mediaType: string,
  schema: unknown,
  more: Sample & { override?: OperationOverride } = {},
): ToolDefinition {
  const options: ConvertOptions = more.override ? { overrides: { sample: more.override } } : {};
  const media = more.operation ?? { requestBody: { required: true, content: { [mediaType]: { schema } } } };
  return convertSample({ method: 'post', ...more, operation: media }, options).tool;
}

/** The bytes of a body as text; every accepted call has to read back as its canonical form. */
function sent(tool: ToolDefinition, args: JsonObject): string {
  const { request, refusal } = encode(tool, args);
  if (refusal !== null)
    return `refused: ${refusal.issues.map(({ field, code }) => `${field} ${code}`).join()}`;
  expect(decode(tool, request)).toEqual(canon(tool, args));
  return Buffer.from(request.body as Uint8Array).toString('latin1');
}

/** A multipart body with its boundary written as B. */
function parts(tool: ToolDefinition, args: JsonObject): string {
  const { contentType } = encode(tool, args).request;
  const boundary = /boundary=(.*)$/.exec(contentType ?? '')?.[1] ?? 'none';
  return sent(tool, args).replaceAll(boundary, 'B').replaceAll('\r\n', '|');
}

describe('a urlencoded body', () => {
  const schema = {
    type: 'object',
    properties: {
      name: text,
      tags: { type: 'array', items: text },
      meta: { type: 'object', properties: { a: text } },
      n: { type: 'integer' },
      any: {},
    },
    required: ['name'],
  };

  it('writes scalars as text, repeats keys of arrays, and writes objects as JSON text', () => {
    const tool = toolOf(FORM, schema);
    const args = { name: "O'Neil & co", tags: ['a,b', 'c'], meta: { a: 'x' }, n: 5 };
    expect(sent(tool, args)).toBe(
      'meta=%7B%22a%22%3A%22x%22%7D&n=5&name=O%27Neil%20%26%20co&tags=a%2Cb&tags=c',
    );
    expect(encode(tool, args).request.contentType).toBe(FORM);
  });

  it('takes any value where the document says nothing', () => {
    const tool = toolOf(FORM, schema);
    expect(sent(tool, { name: 'x', any: { b: [1] } })).toBe('any=%7B%22b%22%3A%5B1%5D%7D&name=x');
    expect(sent(tool, { name: 'x', any: [1, 2] })).toBe('any=1&any=2&name=x');
    expect(sent(tool, { name: 'x', any: null })).toBe('refused: any invalid_type');
  });

  it.each([
    [{ style: 'form', explode: false }, 'tags=a,b'],
    [{ explode: false }, 'tags=a,b'],
    [{ style: 'pipeDelimited' }, 'tags=a%7Cb'],
    [{ style: 'spaceDelimited' }, 'tags=a%20b'],
    [{ style: 'spaceDelimited', explode: true }, 'tags=a&tags=b'],
    [{ contentType: 'application/json' }, 'tags=%5B%22a%22%2C%22b%22%5D'],
  ])('follows the encoding %j of an array', (encoding, wire) => {
    const tool = toolOf(FORM, schema, {
      operation: { requestBody: { content: { [FORM]: { schema, encoding: { tags: encoding } } } } },
    });
    expect(sent(tool, { tags: ['a', 'b'], name: 'x' })).toBe(`name=x&${wire}`);
  });

  it.each([
    [{ style: 'deepObject' }, 'meta%5Ba%5D=x%20y'],
    [{ style: 'form' }, 'a=x%20y'],
    [{ style: 'form', explode: false }, 'meta=a,x%20y'],
  ])('follows the encoding %j of an object', (encoding, wire) => {
    const tool = toolOf(FORM, schema, {
      operation: { requestBody: { content: { [FORM]: { schema, encoding: { meta: encoding } } } } },
    });
    expect(sent(tool, { meta: { a: 'x y' }, name: 'x' })).toBe(`${wire}&name=x`);
  });

  it('leaves reserved characters bare where the encoding allows it', () => {
    const tool = toolOf(FORM, schema, {
      operation: {
        requestBody: { content: { [FORM]: { schema, encoding: { name: { allowReserved: true } } } } },
      },
    });
    expect(sent(tool, { name: 'a/b&c=d' })).toBe('name=a/b%26c=d');
  });

  it('bends to servers that want brackets or JSON', () => {
    const tool = toolOf(FORM, schema, {
      override: { encoding: { tags: 'brackets', meta: 'brackets', n: 'json' } },
    });
    expect(sent(tool, { name: 'x', tags: ['a'], meta: { a: 'b' }, n: 1 })).toBe(
      'meta%5Ba%5D=b&n=1&name=x&tags%5B%5D=a',
    );
  });

  it('asks for its required properties only once it exists, and is empty when it must exist', () => {
    const optional = convertSample({ body: schema, mediaType: FORM, bodyRequired: false }).tool;
    expect(encode(optional, {}).request.body).toBeUndefined();
    expect(sent(optional, { n: 1 })).toBe('refused: name invalid_type');
    expect(sent(toolOf(FORM, { type: 'object', properties: { a: text } }), {})).toBe('');
  });

  it('sends a map as keys, and refuses a key that repeats a property', () => {
    const tool = toolOf(FORM, { ...schema, required: [], additionalProperties: { type: 'integer' } });
    expect(sent(tool, { name: 'x', additional_properties: { b: 2, 'a[0]': 1 } })).toBe(
      'a%5B0%5D=1&b=2&name=x',
    );
    expect(sent(tool, { additional_properties: { name: 1 } })).toBe(
      'refused: additional_properties.name invalid_value',
    );
  });

  it('keeps a union in one argument', () => {
    const tool = toolOf(FORM, {
      oneOf: [
        { type: 'object', properties: { 'a.b': text } },
        { type: 'object', properties: { c: { type: 'array', items: text } } },
      ],
    });
    expect(sent(tool, { body: { a_b: 'x', c: ['1', '2'] } })).toBe('a.b=x&c=1&c=2');
    expect(sent(tool, { body: 'x' })).toBe('refused: body invalid_type');
  });

  it('refuses lone surrogates and values that would run into each other', () => {
    const encoding = { meta: { style: 'form' }, other: { style: 'form' } };
    const two = {
      type: 'object',
      properties: { meta: { type: 'object' }, other: { type: 'object' }, name: text },
    };
    const tool = toolOf(FORM, two, {
      operation: { requestBody: { content: { [FORM]: { schema: two, encoding } } } },
    });
    expect(sent(tool, { name: '\ud800' })).toBe('refused: name invalid_value');
    expect(sent(tool, { meta: { name: 'x' } })).toBe('refused: meta invalid_value');
    expect(sent(tool, { other: { k: 'x' } })).toBe('refused: other invalid_value');
  });
});

describe('a multipart body', () => {
  const schema = {
    type: 'object',
    properties: {
      file: { type: 'string', format: 'binary', description: 'The picture', maxLength: 5 },
      meta: { type: 'object', properties: { 'a.b': text } },
      tags: { type: 'array', items: text },
      note: text,
      encoded: { type: 'string', format: 'byte' },
    },
    required: ['file'],
  };
  const bytes = Buffer.from([0, 255, 13, 10, 45]).toString('base64');

  it('writes files as raw bytes with name and type, and everything else as text or JSON', () => {
    const tool = toolOf(MULTIPART, schema, { openapi: '3.0.3' });
    const args = {
      file: bytes,
      file__filename: 'a"b.png',
      file__content_type: 'image/png',
      meta: { a_b: 'x' },
      tags: ['1', '2'],
      note: 'é',
      encoded: 'QUI=',
    };
    expect(parts(tool, args)).toBe(
      [
        '--B|Content-Disposition: form-data; name="encoded"|Content-Type: text/plain||QUI=|',
        '--B|Content-Disposition: form-data; name="meta"|Content-Type: application/json||{"a.b":"x"}|',
        '--B|Content-Disposition: form-data; name="note"|Content-Type: text/plain; charset=utf-8||\u00c3\u00a9|',
        '--B|Content-Disposition: form-data; name="tags"|Content-Type: text/plain||1|',
        '--B|Content-Disposition: form-data; name="tags"|Content-Type: text/plain||2|',
        '--B|Content-Disposition: form-data; name="file"; filename="a%22b.png"|Content-Type: image/png||\u0000\u00ff|-|',
        '--B--|',
      ].join(''),
    );
  });

  it('shows a file as Base64 without the bounds of its bytes', () => {
    const tool = toolOf(MULTIPART, schema);
    expect(argumentSchema(tool, 'file')).toEqual({
      type: 'string',
      description: 'The picture. File content in Base64.',
    });
    expect(argumentSchema(tool, 'file__filename')).toEqual({
      type: 'string',
      description: 'File name of "file".',
    });
    expect(tool.inputSchema.safe.required).toEqual(['file']);
  });

  it('names the file after its part where the caller does not', () => {
    expect(parts(toolOf(MULTIPART, schema), { file: '' })).toBe(
      '--B|Content-Disposition: form-data; name="file"; filename="file"|Content-Type: application/octet-stream|||--B--|',
    );
  });

  it.each([
    ['3.1.0', {}, true],
    ['3.1.0', { contentMediaType: 'image/png' }, true],
    ['3.1.0', { type: 'string', contentMediaType: 'image/png' }, true],
    ['3.1.0', { type: 'string', contentMediaType: 'image/png', contentEncoding: 'base64' }, false],
    ['3.1.0', { type: 'string', format: 'byte' }, false],
    ['3.1.0', { type: 'string' }, false],
    ['3.0.3', { type: 'string', format: 'binary' }, true],
    ['3.0.3', {}, false],
    ['3.0.3', { type: 'string', format: 'byte' }, false],
  ])('of %s takes %j for raw bytes: %p', (openapi, part, raw) => {
    const tool = toolOf(MULTIPART, { type: 'object', properties: { part } }, { openapi });
    expect(tool.arguments.some(({ role }) => role === 'filename')).toBe(raw);
  });

  it('repeats the part for a list of files, each with its own name', () => {
    const tool = toolOf(MULTIPART, {
      type: 'object',
      properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } },
    });
    const type = 'Content-Type: application/octet-stream';
    expect(parts(tool, { files: ['QQ==', 'Qg=='], files__filename: ['1', '2'] })).toBe(
      `--B|Content-Disposition: form-data; name="files"; filename="1"|${type}||A|` +
        `--B|Content-Disposition: form-data; name="files"; filename="2"|${type}||B|--B--|`,
    );
    expect(parts(tool, { files: ['QQ=='], files__filename: ['1', '2'] })).toBe(
      'refused: files__filename invalid_value',
    );
    expect(parts(tool, { files: 'QQ==' })).toBe('refused: files invalid_type');
  });

  it('sends the media type that the encoding declares, the first concrete one of a list', () => {
    const operation = {
      requestBody: {
        content: {
          [MULTIPART]: {
            schema,
            encoding: { file: { contentType: 'image/*, image/png' }, note: { contentType: 'text/csv' } },
          },
        },
      },
    };
    expect(parts(toolOf(MULTIPART, schema, { operation }), { file: '', note: 'a' })).toBe(
      '--B|Content-Disposition: form-data; name="note"|Content-Type: text/csv||a|' +
        '--B|Content-Disposition: form-data; name="file"; filename="file"|Content-Type: image/png|||--B--|',
    );
  });

  it.each([
    [{ file: 'not base64' }, 'file invalid_value'],
    [{ file: 'QQ=' }, 'file invalid_value'],
    [{ file: 'QR==' }, 'file invalid_value'],
    [{ file: 'data:image/png;base64,QQ==' }, 'file invalid_value'],
    [{ file: 5 }, 'file invalid_type'],
    [{ file: '', file__filename: 'a\u0000b' }, 'file__filename invalid_value'],
    [{ file: '', file__filename: 'a%22b' }, 'file__filename invalid_value'],
    [{ file: '', file__content_type: 'image' }, 'file__content_type invalid_value'],
    [{ file: '', file__content_type: 'image/png\r\nX: y' }, 'file__content_type invalid_value'],
    [{ file: '', note: null }, 'note invalid_type'],
    [{ file: '', note: '\udc00' }, 'note invalid_value'],
    [{ file: '', note: { a: 1 } }, 'note invalid_type'],
    [{ file__filename: 'x', note: 'x' }, 'file__filename invalid_value,file invalid_type'],
  ] as [JsonObject, string][])('refuses %j', (args, issue) => {
    expect(parts(toolOf(MULTIPART, schema), args)).toBe(`refused: ${issue}`);
  });

  it('takes another boundary when the content holds the first', () => {
    const tool = toolOf(MULTIPART, schema);
    const first = /boundary=(.*)$/.exec(encode(tool, { file: 'QQ==' }).request.contentType ?? '')?.[1] ?? '';
    const again = encode(tool, { file: 'QQ==' }).request.contentType;
    expect(again).toContain(first);
    expect(sent(tool, { file: Buffer.from(`--${first}--`).toString('base64') })).toContain(first);
  });

  it('keeps the argument of a property that is called like a companion', () => {
    const tool = toolOf(MULTIPART, {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' }, file__filename: text },
    });
    const wires = tool.arguments.map(({ name, role }) => [name, role]);
    expect(wires).toContainEqual(['file__filename', 'named']);
    expect(wires.filter(([, role]) => role === 'filename')).toHaveLength(1);
  });
});

describe('a body of another type', () => {
  const raw = (mediaType: string, schema?: unknown): ToolDefinition =>
    toolOf(mediaType, schema, {
      operation: {
        requestBody: { required: true, content: { [mediaType]: schema === undefined ? {} : { schema } } },
      },
    });

  it.each([
    'text/plain',
    'text/csv',
    'application/xml',
    'application/soap+xml',
    'application/yaml',
    'application/x-ndjson',
  ])('sends %s as UTF-8', (mediaType) => {
    const tool = raw(mediaType, text);
    expect(sent(tool, { body: 'é\r\n' })).toBe('\u00c3\u00a9\r\n');
    expect(encode(tool, { body: 'é' }).request.contentType).toBe(mediaType);
    expect(sent(tool, { body: '\ud800' })).toBe('refused: body invalid_value');
    expect(sent(tool, { body: ['x'] })).toBe('refused: body invalid_type');
  });

  it.each(['application/octet-stream', 'image/png', 'application/zip', 'application/vnd.custom'])(
    'sends %s as the bytes behind Base64',
    (mediaType) => {
      const tool = raw(mediaType, { type: 'string', format: 'binary' });
      expect(argumentSchema(tool, 'body')).toEqual({ type: 'string', description: 'The bytes in Base64.' });
      expect(sent(tool, { body: '/w==' })).toBe('\u00ff');
      expect(encode(tool, { body: '' }).request.contentType).toBe(mediaType);
      expect(sent(tool, { body: '/w=' })).toBe('refused: body invalid_value');
    },
  );

  it('lets the caller name the type where the document gives a range', () => {
    const tool = raw('image/*');
    expect(encode(tool, { body: '', body__content_type: 'image/webp' }).request.contentType).toBe(
      'image/webp',
    );
    expect(encode(tool, { body: '' }).request.contentType).toBe('application/octet-stream');
    expect(sent(tool, { body: '', body__content_type: 'x' })).toBe(
      'refused: body__content_type invalid_value',
    );
  });

  it('has a largest size', () => {
    const { tool } = convertSample(
      { body: { type: 'string' }, mediaType: 'application/pdf' },
      { maxFileBytes: 3 },
    );
    expect(sent(tool, { body: 'AAAA' })).toBe('\u0000\u0000\u0000');
    expect(sent(tool, { body: 'AAAAAA==' })).toBe('refused: body too_big');
  });

  it('of merge-patch takes null for every property and says what it does', () => {
    const tool = toolOf('application/merge-patch+json', { type: 'object', properties: { name: text } });
    expect(argumentSchema(tool, 'name').description).toBe(
      'May be null. Null clears it; leave it out to keep it as it is.',
    );
    expect(encode(tool, { name: null }).request.body).toEqual({ name: null });
    const full = tool.inputSchema['full-2020-12'].properties as { name: { type: unknown } };
    expect(full.name.type).toEqual(['string', 'null']);
  });
});

describe('the choice of a media type', () => {
  it.each([
    [['text/plain', 'application/json', 'multipart/form-data'], 'application/json'],
    [['text/plain', 'application/vnd.x+json'], 'application/vnd.x+json'],
    [['text/plain', 'multipart/form-data', FORM], FORM],
    [['text/plain', 'multipart/form-data'], 'multipart/form-data'],
    [['application/octet-stream', 'text/plain'], 'text/plain'],
    [['Application/JSON; charset=utf-8', 'text/plain'], 'Application/JSON; charset=utf-8'],
  ])('of %j is %s', (types, chosen) => {
    const content = Object.fromEntries(
      types.map((type) => [type, { schema: { type: 'object', properties: { a: text } } }]),
    );
    const { tool, entries } = convertSample({ method: 'post', operation: { requestBody: { content } } });
    expect(tool.plan.body?.contentType).toBe(chosen);
    expect(entries.map((entry) => entry.code)).toContain('media_type_choice');
  });
});
