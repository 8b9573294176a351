import type { TestApp } from '../support/test-app';
import { createUpstreamApp, pets, upstreamFiles } from './support/upstream-app';
import type { UpstreamFiles } from './support/upstream-app';
import { startUpstream } from './support/upstream-server';
import type { UpstreamServer } from './support/upstream-server';

const ok = { responses: { 200: { description: 'Done' } } };
const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Actions', version: '1' },
  paths: {
    '/do?Action=List&Kind=a/b': { get: { operationId: 'list', parameters: [limit], ...ok } },
    '/do?Action=Count': { get: { operationId: 'count', ...ok } },
    '/do/{id}?flag': { get: { operationId: 'flag', parameters: [id], ...ok } },
  },
};

describe('operations that a document tells apart by a query in their path', () => {
  let upstream: UpstreamServer;
  let files: UpstreamFiles;
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    upstream = await startUpstream();
    files = upstreamFiles([
      pets(upstream.url, { name: 'actions', document: './actions.json', toolPrefix: 'a_' }),
    ]);
    files.writeText('actions.json', JSON.stringify(DOCUMENT));
    test = await createUpstreamApp(files);
    key = test.world.acme.keys.owner;
  });
  afterAll(async () => {
    await test.close();
    await upstream.close();
    files.remove();
  });

  const sent = (): string | undefined => upstream.seen.at(-1)?.url;

  it.each([
    ['a_list', { limit: 2 }, 'do%3FAction%3DList%26Kind%3Da%2Fb?limit=2', '/do?Action=List&Kind=a/b&limit=2'],
    ['a_count', {}, 'do%3FAction%3DCount', '/do?Action=Count'],
    ['a_flag', { id: 'x y' }, 'do/x%20y%3Fflag', '/do/x%20y?flag'],
  ])('%s goes out as the document has it, as tool and over REST', async (tool, args, path, expected) => {
    const called = await test.mcp.call(tool, args, { key });
    expect(called.result?.isError).toBe(false);
    expect(sent()).toBe(expected);
    expect((await test.rest('GET', `/v1/upstreams/actions/${path}`, { key })).status).toBe(200);
    expect(sent()).toBe(expected);
  });

  it('takes no other value for what is fixed, and no path without it', async () => {
    const seen = upstream.seen.length;
    const other = await test.rest('GET', '/v1/upstreams/actions/do%3FAction%3DCount?Action=Drop', { key });
    expect([other.status, other.body.error]).toEqual([400, 'invalid_request']);
    expect((await test.rest('GET', '/v1/upstreams/actions/do?Action=Count', { key })).status).toBe(404);
    expect(upstream.seen).toHaveLength(seen);
  });
});
