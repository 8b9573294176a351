import type { TestApp } from '../support/test-app';
import { createUpstreamApp, pets, TOKEN, upstreamFiles } from './support/upstream-app';
import type { UpstreamFiles } from './support/upstream-app';
import { PHOTO, startUpstream } from './support/upstream-server';
import type { SeenRequest, UpstreamServer } from './support/upstream-server';

let upstream: UpstreamServer;
let files: UpstreamFiles;
let test: TestApp;
let key: string;

beforeAll(async () => {
  upstream = await startUpstream();
  files = upstreamFiles([pets(`${upstream.url}/base/`)]);
  test = await createUpstreamApp(files);
  key = test.world.acme.keys.owner;
});
afterAll(async () => {
  await test?.close();
  await upstream?.close();
  files?.remove();
});

const last = (): SeenRequest => upstream.seen.at(-1)!;

describe('an operation of an upstream', () => {
  it('is a route and a tool with the same reply', async () => {
    const rest = await test.rest('GET', '/v1/upstreams/pets/pets/p1', { key });
    expect(rest.status).toBe(200);
    expect(rest.body).toEqual({ from: 'pets', path: '/base/pets/p1', big: '9007199254740993' });
    for (const era of ['modern', 'legacy'] as const) {
      const tool = await test.mcp.call('pets_getPet', { petId: 'p1' }, { key, era });
      expect(tool.result).toMatchObject({ isError: false, structuredContent: rest.body });
      expect(JSON.parse(tool.result.content[0].text)).toEqual(rest.body);
    }
  });

  it('is in the list with the text of its document and the hints of its method', async () => {
    const { result } = await test.mcp.list({ key });
    const tools = result.tools as { name: string; description: string; annotations: object }[];
    const own = tools.filter(({ name }) => name.startsWith('pets_'));
    expect(own.map(({ name }) => name)).toEqual([
      'pets_behave',
      'pets_behaveOnce',
      'pets_bookVisit',
      'pets_createPet',
      'pets_deletePet',
      'pets_getPet',
      'pets_getPhoto',
      'pets_getReport',
      'pets_listPets',
      'pets_replacePet',
      'pets_setPhoto',
    ]);
    expect(tools).toHaveLength(own.length + 62);
    expect(own.find(({ name }) => name === 'pets_listPets')).toMatchObject({
      description: 'Lists the pets of the shop.',
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    });
    expect(own.find(({ name }) => name === 'pets_createPet')?.annotations).toEqual({
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: true,
    });
  });

  it('is a toolset of its own', async () => {
    const { result } = await test.mcp.list({ key, query: '?toolsets=pets' });
    expect((result.tools as { name: string }[]).every(({ name }) => name.startsWith('pets_'))).toBe(true);
  });

  it('sends the same request for a call and for REST, with the credential and nothing of the caller', async () => {
    await test.rest('GET', '/v1/upstreams/pets/pets?limit=2&filter%5Bkind%5D=cat', {
      key,
      headers: {
        'x-trace-label': 'seven',
        'x-other': 'not declared',
        cookie: 'duvo_session=ours; flavour=sweet; other=1',
        'x-forwarded-for': '10.9.9.9',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    });
    const rest = last();
    await test.mcp.call(
      'pets_listPets',
      { limit: 2, filter: { kind: 'cat' }, X_Trace_Label: 'seven', flavour: 'sweet' },
      { key },
    );
    const tool = last();
    expect(tool).toMatchObject({ method: 'GET', url: '/base/pets?filter%5Bkind%5D=cat&limit=2' });
    expect(rest).toMatchObject({ method: 'GET', url: '/base/pets?limit=2&filter%5Bkind%5D=cat' });
    const expected = {
      host: `127.0.0.1:${upstream.port}`,
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'duvo-upstreams',
      'x-trace-label': 'seven',
      cookie: 'flavour=sweet',
      authorization: `Bearer ${TOKEN}`,
    };
    expect(rest.headers).toEqual(expected);
    expect(tool.headers).toEqual(expected);
  });

  it('takes JSON bodies, whose numbers stay as they are', async () => {
    const body = '{"name":"Rex","age":9007199254740993}';
    const rest = await test.rest('POST', '/v1/upstreams/pets/pets', { key, rawBody: body });
    expect(rest.status).toBe(201);
    expect(last().body.toString()).toBe(body);
    const tool = await test.mcp.call('pets_createPet', { name: 'Rex', age: 3 }, { key });
    expect(tool.result.isError).toBe(false);
    expect(last()).toMatchObject({ method: 'POST', url: '/base/pets' });
    expect(JSON.parse(last().body.toString())).toEqual({ name: 'Rex', age: 3 });
    expect(last().headers['content-type']).toBe('application/json');
  });

  it('takes forms and bytes', async () => {
    await test.mcp.call('pets_bookVisit', { who: 'A & B', day: 'Monday' }, { key });
    expect(last().headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(last().body.toString()).get('who')).toBe('A & B');
    const tool = await test.mcp.call(
      'pets_setPhoto',
      { petId: 'p1', body: PHOTO.toString('base64') },
      { key },
    );
    expect(tool.result).toMatchObject({ isError: false, content: [{ text: 'Done (204, no content).' }] });
    expect(last().body).toEqual(PHOTO);
    const rest = await test.rest('PUT', '/v1/upstreams/pets/pets/p1/photo', {
      key,
      rawBody: PHOTO,
      headers: { 'content-type': 'image/png' },
    });
    expect(rest).toMatchObject({ status: 204, text: '' });
    expect(last().body).toEqual(PHOTO);
  });

  it('gives bytes as they are, and images to models as images', async () => {
    const response = await fetch(`${test.url}/v1/upstreams/pets/pets/p1/photo`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PHOTO);
    expect(response.headers.get('content-type')).toBe('image/png');
    const tool = await test.mcp.call('pets_getPhoto', { petId: 'p1' }, { key });
    expect(tool.result.content).toEqual([
      { type: 'image', mimeType: 'image/png', data: PHOTO.toString('base64') },
    ]);
  });

  it('gives other text as text', async () => {
    const tool = await test.mcp.call('pets_getReport', { name: 'may' }, { key });
    expect(tool.result.content[0]).toEqual({ type: 'text', text: 'a,b\n1,2\n' });
    expect(last().url).toBe('/base/reports/may.csv');
  });

  it('hands on what the caller can mend, with the names of arguments', async () => {
    const rest = await test.rest('GET', '/v1/upstreams/pets/pets/missing', { key });
    expect(rest.status).toBe(404);
    expect(rest.body.title).toBe('No such pet');
    expect(rest.headers.get('x-upstream')).toBe('pets');
    expect(rest.headers.get('set-cookie')).toBeNull();
    expect(rest.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    const tool = await test.mcp.call('pets_getPet', { petId: 'missing' }, { key });
    expect(tool).toMatchObject({ status: 200, result: { isError: true } });
    expect(tool.result.structuredContent).toMatchObject({
      status: 404,
      title: 'No such pet',
      retryable: false,
      fieldErrors: [{ argument: 'petId', message: 'is unknown' }],
    });
  });

  it('shows of a long answer what the call asks for', async () => {
    upstream.behaviours.set('list', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ items: Array.from({ length: 10 }, (_, id) => ({ id, text: 'words' })), total: 10 }),
      );
    });
    const { result } = await test.mcp.call(
      'pets_behave',
      { how: 'list', _fields: ['items.id'], _limit: 2 },
      { key },
    );
    expect(result.structuredContent).toEqual({ items: [{ id: 0 }, { id: 1 }] });
    expect(last().url).toBe('/base/behave/list');
  });

  it('names the tool that reads where work is running', async () => {
    upstream.behaviours.set('work', (_request, response) => {
      response.writeHead(202, { location: '/base/pets/p9' }).end();
    });
    const rest = await test.rest('GET', '/v1/upstreams/pets/behave/work', { key });
    expect(rest.headers.get('location')).toBe('/v1/upstreams/pets/pets/p9');
    const { result } = await test.mcp.call('pets_behave', { how: 'work' }, { key });
    expect(result.content[0].text).toContain('pets_getPet');
  });

  it('keeps a result within the budget of the upstream', async () => {
    files.write([pets(`${upstream.url}/base`, { resultBudgetBytes: 2000 })]);
    process.emit('SIGHUP');
    upstream.behaviours.set('long-list', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ items: Array.from({ length: 1000 }, (_, id) => ({ id, text: 'some words' })) }),
      );
    });
    const { result } = await test.mcp.call('pets_behave', { how: 'long-list' }, { key });
    expect(result.isError).toBe(false);
    expect(Buffer.byteLength(result.content[0].text)).toBeLessThanOrEqual(2000);
    expect(JSON.parse(result.content[0].text)).toEqual(result.structuredContent);
    expect(result.content[1].text).toContain('of 1000 items');
  });
});

describe('a request that no operation serves', () => {
  it.each([
    '/v1/upstreams/pets/nothing',
    '/v1/upstreams/other/pets',
    '/v1/upstreams/pets',
    '/v1/upstreams/*path',
  ])('is a 404: %s', async (path) => {
    const reply = await test.rest('GET', path, { key });
    expect(reply).toMatchObject({ status: 404, body: { error: 'not_found' } });
    expect((await test.rest('GET', path)).status).toBe(401);
  });

  it('is a 405 where the path has other methods', async () => {
    const reply = await test.rest('PATCH', '/v1/upstreams/pets/pets/p1', { key });
    expect(reply).toMatchObject({ status: 405, body: { error: 'method_not_allowed' } });
    expect(reply.headers.get('allow')).toBe('DELETE, GET, PUT');
  });
});
