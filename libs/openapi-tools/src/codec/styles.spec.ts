import type { JsonValue } from '../model/json';
import { convertSample } from '../testing/documents.spec-support';
import { canon } from './canon';
import { decode } from './decode';
import { encode } from './encode';

const PRIMITIVE = { type: 'string' };
const ARRAY = { type: 'array', items: { type: 'string' } };
const OBJECT = { type: 'object', properties: { R: { type: 'integer' }, G: { type: 'integer' } } };
const blue = 'blue';
const list = ['blue', 'black'];
const rgb = { R: 100, G: 200 };

interface Case {
  place: 'path' | 'query' | 'header' | 'cookie';
  style: string;
  explode: boolean;
  schema: unknown;
  value: JsonValue;
}

function send(given: Case, more: object = {}): string {
  const { place, style, explode, schema, value } = given;
  const { tool } = convertSample({
    path: place === 'path' ? '/p/{color}' : '/p',
    parameters: [{ in: place, name: 'color', required: place === 'path', style, explode, schema, ...more }],
  });
  const { request, refusal } = encode(tool, { color: value });
  if (refusal !== null) return `refused: ${refusal.issues.map((issue) => issue.code).join()}`;
  expect(decode(tool, request)).toEqual(canon(tool, { color: value }));
  switch (place) {
    case 'path':
      return request.path.slice('/p/'.length);
    case 'query':
      return request.query;
    case 'header':
      return request.headers.color ?? '';
    case 'cookie':
      return request.headers.cookie ?? '';
  }
}

// OAS 3.1.2, Style Examples.
const TABLE: [Case['place'], string, boolean, string | null, string | null, string | null][] = [
  ['path', 'simple', false, 'blue', 'blue,black', 'R,100,G,200'],
  ['path', 'simple', true, 'blue', 'blue,black', 'R=100,G=200'],
  ['header', 'simple', false, 'blue', 'blue,black', 'R,100,G,200'],
  ['header', 'simple', true, 'blue', 'blue,black', 'R=100,G=200'],
  ['path', 'label', false, '.blue', '.blue,black', '.R,100,G,200'],
  ['path', 'label', true, '.blue', '.blue.black', '.R=100.G=200'],
  ['path', 'matrix', false, ';color=blue', ';color=blue,black', ';color=R,100,G,200'],
  ['path', 'matrix', true, ';color=blue', ';color=blue;color=black', ';R=100;G=200'],
  ['query', 'form', true, 'color=blue', 'color=blue&color=black', 'R=100&G=200'],
  ['query', 'form', false, 'color=blue', 'color=blue,black', 'color=R,100,G,200'],
  ['cookie', 'form', true, 'color=blue', 'color=blue; color=black', 'R=100; G=200'],
  ['cookie', 'form', false, 'color=blue', 'color=blue,black', 'color=R,100,G,200'],
  ['query', 'spaceDelimited', false, null, 'color=blue%20black', 'color=R%20100%20G%20200'],
  ['query', 'pipeDelimited', false, null, 'color=blue%7Cblack', 'color=R%7C100%7CG%7C200'],
  ['query', 'spaceDelimited', true, null, 'color=blue&color=black', null],
  ['query', 'pipeDelimited', true, null, 'color=blue&color=black', null],
  ['query', 'deepObject', true, null, null, 'color%5BR%5D=100&color%5BG%5D=200'],
  ['query', 'deepObject', false, null, null, 'color%5BR%5D=100&color%5BG%5D=200'],
];

describe('styles', () => {
  it.each(TABLE)('%s %s explode=%s', (place, style, explode, primitive, array, object) => {
    const given = { place, style, explode };
    if (primitive !== null) expect(send({ ...given, schema: PRIMITIVE, value: blue })).toBe(primitive);
    if (array !== null) expect(send({ ...given, schema: ARRAY, value: list })).toBe(array);
    if (object !== null) expect(send({ ...given, schema: OBJECT, value: rgb })).toBe(object);
  });

  it.each([
    ['header', 'simple', false, ['a,b']],
    ['query', 'spaceDelimited', false, ['a b', 'c']],
    ['query', 'pipeDelimited', false, ['a|b', 'c']],
    ['path', 'label', true, ['a.b', 'c']],
  ] as const)('refuse in %s %s explode=%s what would not survive', (place, style, explode, value) => {
    expect(send({ place, style, explode, schema: ARRAY, value: [...value] })).toBe('refused: invalid_value');
  });

  it('refuse a key with brackets in deepObject, and "=" in an exploded header', () => {
    const open = { type: 'object', additionalProperties: { type: 'string' } };
    expect(
      send({ place: 'query', style: 'deepObject', explode: true, schema: open, value: { 'a[b]': 'x' } }),
    ).toBe('refused: invalid_value');
    expect(
      send({ place: 'header', style: 'simple', explode: true, schema: open, value: { 'a=b': 'x' } }),
    ).toBe('refused: invalid_value');
  });

  it('refuse a key of an exploded object that is another parameter', () => {
    const open = { type: 'object', additionalProperties: { type: 'string' } };
    const { tool } = convertSample({
      parameters: [
        { in: 'query', name: 'filter', schema: open },
        { in: 'query', name: 'limit', schema: { type: 'integer' } },
      ],
    });
    expect(encode(tool, { filter: { a: 'x' }, limit: 5 }).request.query).toBe('a=x&limit=5');
    expect(encode(tool, { filter: { limit: 'x' } }).refusal?.issues).toMatchObject([{ field: 'filter' }]);
  });

  it('nest deepObject by brackets and repeat the key for arrays', () => {
    const schema = {
      type: 'object',
      properties: {
        a: { type: 'object', properties: { b: { type: 'integer' } } },
        l: { type: 'array', items: { type: 'string' } },
      },
    };
    const given = { place: 'query', style: 'deepObject', explode: true, schema } as const;
    expect(send({ ...given, value: { a: { b: 1 }, l: ['x', 'y'] } })).toBe(
      'color%5Ba%5D%5Bb%5D=1&color%5Bl%5D=x&color%5Bl%5D=y',
    );
    expect(send({ ...given, value: { a: {}, l: [] } })).toBe('');
  });

  it('send other nesting as JSON text, never [object Object]', () => {
    const schema = { type: 'array', items: { type: 'object', properties: { a: { type: 'integer' } } } };
    expect(send({ place: 'query', style: 'form', explode: true, schema, value: [{ a: 1 }] })).toBe(
      'color=%7B%22a%22%3A1%7D',
    );
  });

  it('send a content parameter as the text of its media type', () => {
    const content = { 'application/json': { schema: { type: 'object' } } };
    const { tool } = convertSample({
      parameters: [
        { in: 'query', name: 'q', content },
        { in: 'header', name: 'X-Filter', content },
      ],
    });
    const args = { q: { a: [1, 'é'] }, X_Filter: { b: 'é' } };
    const { request } = encode(tool, args);
    expect(request.query).toBe('q=%7B%22a%22%3A%5B1%2C%22%C3%A9%22%5D%7D');
    expect(request.headers['x-filter']).toBe('{"b":"\\u00e9"}');
    expect(decode(tool, request)).toEqual(args);
  });
});

describe('percent-encoding', () => {
  const given = { place: 'query', style: 'form', explode: true, schema: PRIMITIVE } as const;

  it('leaves unreserved characters alone and encodes all others', () => {
    expect(send({ ...given, value: "aZ09-._~ !'()*&=+#é" })).toBe(
      'color=aZ09-._~%20%21%27%28%29%2A%26%3D%2B%23%C3%A9',
    );
  });

  it('keeps reserved characters bare on request, but never those that would change the meaning', () => {
    expect(send({ ...given, value: ":/?@!$'()*,;= #[]&+%" }, { allowReserved: true })).toBe(
      "color=:/?@!$'()*,;=%20%23%5B%5D%26%2B%25",
    );
  });

  it('refuses half a surrogate pair', () => {
    expect(send({ ...given, value: 'a\ud800' })).toBe('refused: invalid_value');
    expect(send({ ...given, place: 'path', style: 'simple', value: '\udc00' })).toBe(
      'refused: invalid_value',
    );
  });
});
