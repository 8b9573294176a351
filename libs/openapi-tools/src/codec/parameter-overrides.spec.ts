import type { ParameterOverride } from '../model/options';
import { convertSample } from '../testing/documents.spec-support';
import { canon } from './canon';
import { decode } from './decode';
import { encode } from './encode';

const FILTER = {
  in: 'query',
  name: 'filter',
  style: 'deepObject',
  explode: true,
  schema: {
    type: 'object',
    properties: {
      tags: { type: 'array', items: { type: 'string' } },
      deep: { type: 'object', properties: { ids: { type: 'array', items: { type: 'integer' } } } },
    },
  },
};
const FILE = { in: 'path', name: 'file', required: true, schema: { type: 'string' } };

const toolOf = (parameter: object, path: string, key: string, override: ParameterOverride) =>
  convertSample({
    path,
    parameters: [parameter],
    operation: { 'x-mcp': { parameters: { [key]: override } } },
  }).tool;

describe('the override of a parameter', () => {
  it.each([
    ['repeat', 'filter%5Btags%5D=a&filter%5Btags%5D=b%5B', 'filter%5Bdeep%5D%5Bids%5D=1'],
    ['brackets', 'filter%5Btags%5D%5B%5D=a&filter%5Btags%5D%5B%5D=b%5B', 'filter%5Bdeep%5D%5Bids%5D%5B%5D=1'],
    [
      'indices',
      'filter%5Btags%5D%5B0%5D=a&filter%5Btags%5D%5B1%5D=b%5B',
      'filter%5Bdeep%5D%5Bids%5D%5B0%5D=1',
    ],
  ] as const)('arrays: %s says how a deepObject writes lists', (arrays, tags, deep) => {
    const tool = toolOf(FILTER, '/p', 'query:filter', { arrays });
    const args = { filter: { tags: ['a', 'b['], deep: { ids: [1] } } };
    const { request, refusal } = encode(tool, args);
    expect(refusal).toBeNull();
    expect(request.query.split('&').sort()).toEqual([...tags.split('&'), deep].sort());
    expect(decode(tool, request)).toEqual(canon(tool, args));
  });

  it('slashes: lets a value be several segments of the path, each of them checked', () => {
    const tool = toolOf(FILE, '/f/{file}', 'path:file', { slashes: true });
    const args = { file: 'a b/c%d/ü' };
    const { request } = encode(tool, args);
    expect(request.path).toBe('/f/a%20b/c%25d/%C3%BC');
    expect(decode(tool, request)).toEqual(canon(tool, args));
    for (const file of [
      '../x',
      'a/../b',
      'a/%2e%2e/b',
      'a/b%2Fc',
      '/a',
      'a//b',
      'a/',
      '.',
      'a\\b',
      'a/\u0000',
    ]) {
      expect(encode(tool, { file }).refusal?.issues).toMatchObject([{ field: 'file' }]);
    }
  });

  it('slashes: without it a value is one segment or refused', () => {
    const tool = toolOf(FILE, '/f/{file}', 'path:file', {});
    expect(encode(tool, { file: 'a/b' }).refusal?.issues).toMatchObject([{ field: 'file' }]);
  });
});
