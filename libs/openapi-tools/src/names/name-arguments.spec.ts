import { convert } from '../convert/convert';
import type { ConvertOptions } from '../model/options';
import { convertSample, documentOf, type Sample } from '../testing/documents.spec-support';
import { aliasOf, isLegalKey, nameKeys } from './property-names';

function flat(sample: Sample, options: ConvertOptions = {}): Record<string, string> {
  const { tool } = convertSample(sample, options);
  return Object.fromEntries(tool.arguments.map(({ name, in: place, wire }) => [name, `${place}:${wire}`]));
}

const id = (place: string, name = 'id'): unknown => ({
  in: place,
  name,
  required: place === 'path',
  schema: { type: 'string' },
});

describe('property names', () => {
  it.each([
    ['filter[name]', 'filter_name'],
    ['$top', 'top'],
    ['@odata.x', 'odata_x'],
    ['first name', 'first_name'],
    ['__proto__', 'proto'],
    ['2nd', 'p_2nd'],
    ['é', 'e'],
  ])('alias %s as %s', (wire, alias) => {
    expect(aliasOf(wire)).toBe(alias);
  });

  it('make every key legal, however strange', () => {
    for (const wire of ['', '日本', '[]', 'a'.repeat(200), 'x-y'.repeat(40), '__proto__', '\u0000']) {
      const [name = ''] = nameKeys([wire]).values();
      expect(isLegalKey(name)).toBe(true);
    }
  });

  it('let a legal sibling keep its name and give the alias a hash', () => {
    const names = nameKeys(['$top', 'top', '@top']);
    expect(names.get('top')).toBe('top');
    expect(names.get('$top')).toMatch(/^top_[0-9a-f]{4}$/);
    expect(names.get('@top')).toMatch(/^top_[0-9a-f]{4}$/);
    expect(new Set(names.values()).size).toBe(3);
  });
});

describe('argument names', () => {
  const body = { type: 'object', properties: { id: { type: 'string' } } };

  it('leave the name to the body and mark the other places', () => {
    const parameters = ['path', 'query', 'header', 'cookie'].map((place) => id(place));
    expect(flat({ path: '/a/{id}', body, parameters })).toEqual({
      id: 'body:id',
      id__path: 'path:id',
      id__query: 'query:id',
      id__header: 'header:id',
      id__cookie: 'cookie:id',
    });
  });

  it('go by place where the body does not want the name', () => {
    expect(flat({ path: '/a/{id}', parameters: [id('cookie'), id('query'), id('path')] })).toEqual({
      id: 'path:id',
      id__query: 'query:id',
      id__cookie: 'cookie:id',
    });
  });

  it('get a hash when the marked name is taken too', () => {
    const names = flat({
      path: '/a/{id}',
      parameters: [id('path'), id('query'), id('path', 'id__query'), id('query', 'id__query')].slice(0, 2),
      body: { type: 'object', properties: { id: {}, id__query: {} } },
    });
    expect(Object.keys(names).sort()).toEqual([
      'id',
      'id__path',
      'id__query',
      expect.stringMatching(/^id__query_[0-9a-f]{4}$/),
    ]);
  });

  it('give an array, scalar, union, map or untyped body the one argument body', () => {
    const union = {
      oneOf: [
        { type: 'object', properties: { a: {} } },
        { type: 'object', properties: { b: {} } },
      ],
    };
    const map = { type: 'object', additionalProperties: { type: 'string' } };
    for (const schema of [{ type: 'array', items: {} }, { type: 'string' }, union, map, {}]) {
      expect(flat({ body: schema, parameters: [id('query', 'body')] })).toEqual({
        body: 'body:',
        body__query: 'query:body',
      });
    }
  });

  it('flatten an object body unless it is asked to stay whole', () => {
    expect(flat({ body })).toEqual({ id: 'body:id' });
    expect(flat({ body }, { overrides: { sample: { body: 'single' } } })).toEqual({ body: 'body:' });
  });

  it('add one map where further properties are explicitly allowed', () => {
    const open = { ...body, additionalProperties: true };
    const typed = { ...body, additionalProperties: { type: 'integer' } };
    expect(flat({ body: open })).toEqual({ id: 'body:id', additional_properties: 'body:' });
    expect(flat({ body: typed, parameters: [id('query', 'additional_properties')] })).toEqual({
      id: 'body:id',
      additional_properties: 'body:',
      additional_properties__query: 'query:additional_properties',
    });
  });

  it('step aside for names the caller reserves', () => {
    expect(flat({ parameters: [id('query', '_limit')] }, { reservedArguments: ['_limit'] })).toEqual({
      _limit__query: 'query:_limit',
    });
  });

  it('stay as the lock has them', () => {
    const sample = { path: '/a/{id}', parameters: [id('path')] };
    const { lock } = convert(documentOf(sample));
    const { tools } = convert(documentOf({ ...sample, body }), {}, lock);
    const names = tools[0]?.arguments.map(({ name, in: place }) => `${name}=${place}`);
    expect(names).toEqual(['id=path', 'id__body=body']);
  });
});
