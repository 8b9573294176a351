import { upstreamsSchema } from '../config/upstreams.schema';
import type { UpstreamSettings } from '../config/upstreams.schema';
import type { Loose } from './json';
import { mountDocument } from './mount-document';

const settings = (more: object = {}): UpstreamSettings => {
  const upstream = {
    name: 'a',
    document: 'a.json',
    baseUrl: 'https://a.example.com',
    toolPrefix: 'a_',
    permission: 'any',
    ...more,
  };
  return upstreamsSchema.parse({ upstreams: [upstream] }).upstreams[0]!;
};
const mount = (paths: object, more: object = {}, rest: object = {}) =>
  mountDocument({ openapi: '3.1.0', paths, ...rest }, settings(more), 'upstreams[0]');
const operation = (document: Loose, path: string, method = 'get') =>
  ((document.paths as Loose)[path] as Loose)[method] as Loose;

describe('mountDocument', () => {
  it('moves paths and the references into them', () => {
    const reference = { $ref: '#/paths/~1x/get/responses/200' };
    const { document, operations } = mount({
      '/x': { get: { operationId: 'x', responses: { 200: {}, 201: reference } } },
    });
    expect([...operations.keys()]).toEqual(['GET /v1/upstreams/a/x']);
    expect(operation(document, '/v1/upstreams/a/x').responses).toMatchObject({
      201: { $ref: '#/paths/~1v1~1upstreams~1a~1x/get/responses/200' },
    });
  });

  it('takes nothing about access, slices or hints from the document', () => {
    const own = {
      'x-permission': 'any',
      'x-scope': 'mcp:read',
      'x-slice': {},
      'x-body-limit': 1e9,
      'x-mcp': {
        name: 'evil',
        annotations: { readOnlyHint: true },
        toolsets: ['all'],
        parameters: { 'path:x': { slashes: true } },
      },
    };
    const { document } = mount(
      { '/x': { delete: { operationId: 'x', ...own, responses: {} } } },
      { permission: 'team:manage' },
    );
    expect(operation(document, '/v1/upstreams/a/x', 'delete')).toMatchObject({
      operationId: 'a_x',
      'x-permission': 'team:manage',
      'x-scope': 'mcp:write',
      'x-body-limit': 1024 * 1024,
      'x-mcp': {
        name: 'a_evil',
        toolsets: ['a'],
        annotations: {
          readOnlyHint: false,
          destructiveHint: true,
          idempotentHint: true,
          openWorldHint: true,
        },
      },
    });
    expect(operation(document, '/v1/upstreams/a/x', 'delete')).not.toHaveProperty('x-slice');
    expect(operation(document, '/v1/upstreams/a/x', 'delete')['x-mcp']).not.toHaveProperty('parameters');
  });

  it('applies rules in order', () => {
    const rules = [
      { tag: 'people', permission: 'members:read', cost: 3 },
      { operation: 'GET /x', cost: 4 },
      { operation: 'y', enabled: false },
    ];
    const { operations } = mount(
      { '/x': { get: { operationId: 'x', tags: ['people'] } }, '/y': { get: { operationId: 'y' } } },
      { rules, permission: { read: 'agents:read', write: 'agents:create' } },
    );
    expect([...operations.keys()]).toEqual(['GET /v1/upstreams/a/x']);
    expect(operations.get('GET /v1/upstreams/a/x')?.rules).toMatchObject({
      permission: 'members:read',
      cost: 4,
      hint: 'R',
    });
  });

  it('treats a write as destructive until a rule says what it does', () => {
    const hintsOf = (rules: object[]) =>
      [
        ...mount(
          { '/x': { post: { operationId: 'p' }, put: { operationId: 'u' }, patch: { operationId: 'c' } } },
          { rules },
        ).operations.values(),
      ].map(({ rules: { hint } }) => hint);
    expect(hintsOf([])).toEqual(['D*', 'D', 'D*']);
    expect(hintsOf([{ operation: 'p', hint: 'W' }])).toEqual(['W', 'D', 'D*']);
  });

  it('names operations without a name by method and path', () => {
    const { document } = mount({ '/pets/{petId}/toys': { get: { responses: {} } } });
    expect(operation(document, '/v1/upstreams/a/pets/{petId}/toys').operationId).toBe(
      'a_get_pets_by_petId_toys',
    );
  });

  it('tells operations apart by the query in their path, which becomes a part of ours', () => {
    const { operations, document } = mount({
      '/?Action=List&Version=1%2F2': { get: {} },
      '/?Action=Drop': { get: { operationId: 'drop' } },
      '/{id}?flag': { get: {} },
    });
    expect([...operations.keys()]).toEqual([
      'GET /v1/upstreams/a/%3FAction%3DList%26Version%3D1%252F2',
      'GET /v1/upstreams/a/%3FAction%3DDrop',
      'GET /v1/upstreams/a/{id}%3Fflag',
    ]);
    expect([...operations.values()].map(({ fixed }) => fixed?.query)).toEqual([
      'Action=List&Version=1%2F2',
      'Action=Drop',
      'flag',
    ]);
    expect(Object.keys(document.paths as Loose)).toHaveLength(3);
  });

  it('says what it leaves out', () => {
    const { leftOut, operations } = mount({
      x: { get: {} },
      '/y#one': { get: { operationId: 'one' } },
      '/y#two': { get: { operationId: 'two' } },
      '/gone': { $ref: '#/components/pathItems/nowhere' },
    });
    expect([...operations.keys()]).toEqual(['GET /v1/upstreams/a/y']);
    expect(leftOut.map((sentence) => sentence.split(':')[0])).toEqual(['x', '/y#two', '/gone']);
  });
});
