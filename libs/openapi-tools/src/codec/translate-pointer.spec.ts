import { convertSample } from '../testing/documents.spec-support';
import { translatePointer } from './translate-pointer';

const body = {
  type: 'object',
  properties: {
    query: { type: 'string' },
    limit: { type: 'integer' },
    $user: { type: 'object', properties: { 'first name': { type: 'string' } } },
    config: { type: 'object', properties: { connections: { type: 'array', items: { type: 'string' } } } },
  },
};
const parameters = [
  { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
  { in: 'query', name: 'filter[name]', schema: { type: 'string' } },
  { in: 'query', name: 'config', schema: { type: 'string' } },
  { in: 'header', name: 'If-Match', schema: { type: 'string' } },
  { in: 'header', name: 'X-Auth-Token', schema: { type: 'string' } },
];

describe('translatePointer', () => {
  const { tool } = convertSample({ path: '/a/{id}', body, parameters });

  it.each([
    ['limit', 'limit'],
    ['body.limit', 'limit'],
    ['query.limit', 'query.limit'],
    ['query', 'query'],
    ['/limit', 'limit'],
    ['#/config/connections/0', 'config.connections.0'],
    ['config.connections.0', 'config.connections.0'],
    ['config.connections[0]', 'config.connections.0'],
    ['body.config.connections.0', 'config.connections.0'],
    ['query.config', 'config__query'],
    ['$user', 'user'],
    ['/$user/first name', 'user.first_name'],
    ['$user.first name', 'user.first_name'],
    ['filter[name]', 'filter_name'],
    ['query.filter[name]', 'filter_name'],
    ['id', 'id'],
    ['params.id', 'id'],
    ['path.id', 'id'],
    ['if-match', 'If_Match'],
    ['header.If-Match', 'If_Match'],
    ['', ''],
    ['nobody.knows', 'nobody.knows'],
  ])('translates %s to %s', (field, name) => {
    expect(translatePointer(tool, field)).toBe(name);
  });

  it('never names a value the server injects', () => {
    expect(translatePointer(tool, 'X-Auth-Token')).toBe('');
    expect(translatePointer(tool, 'header.x-auth-token')).toBe('');
  });

  it('leads into a whole body', () => {
    const { tool: whole } = convertSample({
      body: { type: 'array', items: { type: 'object', properties: { $a: {} } } },
    });
    expect(translatePointer(whole, '/0/$a')).toBe('body.0.a');
    expect(translatePointer(whole, 'body.0.$a')).toBe('body.0.a');
  });
});
