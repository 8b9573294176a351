import { createObservedApp } from '../operate/support';
import type { ObservedApp } from '../operate/support';
import { until } from '../support/until';
import { pets, TOKEN, upstreamFiles } from './support/upstream-app';
import type { UpstreamFiles } from './support/upstream-app';
import { startUpstream } from './support/upstream-server';
import type { UpstreamServer } from './support/upstream-server';

let upstream: UpstreamServer;
let files: UpstreamFiles;
let test: ObservedApp;
let key: string;

beforeAll(async () => {
  upstream = await startUpstream();
  files = upstreamFiles([pets(upstream.url)]);
  test = await createObservedApp({ env: { UPSTREAMS_FILE: files.file, PETS_TOKEN: TOKEN } });
  key = test.world.acme.keys.owner;
});
afterAll(async () => {
  await test?.close();
  await upstream?.close();
  files?.remove();
});

const toolNames = async (): Promise<string[]> =>
  ((await test.mcp.list({ key })).result.tools as { name: string }[]).map(({ name }) => name);
const statusOf = async (path: string): Promise<number> => (await test.rest('GET', path, { key })).status;
const errors = (): string[] =>
  test.logs.filter(({ level }) => level === 'error' || level === 50).map(({ msg }) => String(msg));

describe('a reload', () => {
  it('swaps routes and tools together, on SIGHUP', async () => {
    expect(await statusOf('/v1/upstreams/pets/pets')).toBe(200);
    files.write([pets(upstream.url, { name: 'animals', toolPrefix: 'animals_' })]);
    process.emit('SIGHUP');
    expect(await statusOf('/v1/upstreams/pets/pets')).toBe(404);
    expect(await statusOf('/v1/upstreams/animals/pets')).toBe(200);
    const names = await toolNames();
    expect(names).toContain('animals_getPet');
    expect(names.filter((name) => name.startsWith('pets_'))).toEqual([]);
    expect((await test.mcp.call('pets_getPet', { petId: 'p1' }, { key })).error.code).toBe(-32602);
    expect((await test.mcp.call('animals_getPet', { petId: 'p1' }, { key })).result.isError).toBe(false);
    const filtered = await test.mcp.list({ key, query: '?toolsets=animals' });
    expect(filtered.result.tools.length).toBeGreaterThan(5);
  });

  it('happens when the file or a document changes', async () => {
    files.write([pets(upstream.url)]);
    await until(async () => ((await statusOf('/v1/upstreams/pets/pets')) === 200 ? true : undefined));
    const smaller = { openapi: '3.1.0', paths: { '/only': { get: { operationId: 'only', responses: {} } } } };
    files.writeText('pets.json', JSON.stringify(smaller));
    await until(async () => ((await statusOf('/v1/upstreams/pets/only')) === 200 ? true : undefined));
    expect((await toolNames()).filter((name) => name.startsWith('pets_'))).toEqual(['pets_only']);
  });

  it.each([
    [
      'no JSON',
      '{ "upstreams": [',
      /UPSTREAMS_FILE .*upstreams\.json is neither JSON nor YAML: line 1: .*; correct it\./,
    ],
    ['an unknown setting', { colour: 'red' }, /upstreams\[0\] .*"colour"/],
    [
      'a document that is not there',
      { document: './nowhere.json' },
      /upstreams\[0\]\.document .*nowhere\.json cannot be read \(ENOENT\); correct the path/,
    ],
    [
      'a variable that is not set',
      { credential: { type: 'bearer', env: 'NOT_SET' } },
      /upstreams\[0\]\.credential: the environment variable NOT_SET is not set/,
    ],
    [
      'a rule for nothing',
      { rules: [{ operation: 'onyl', cost: 2 }] },
      /upstreams\[0\]\.rules\[0\] names the operation "onyl", which the document does not have/,
    ],
    [
      'http to the internet',
      { baseUrl: 'http://api.example.com', allowPrivateAddresses: false },
      /upstreams\[0\]\.baseUrl must be https/,
    ],
    [
      'a private address',
      { baseUrl: 'https://10.1.2.3/v1', allowPrivateAddresses: false },
      /upstreams\[0\]\.baseUrl leads to an address that is not public/,
    ],
    [
      'an address of a metadata service',
      { baseUrl: 'http://169.254.169.254/' },
      /upstreams\[0\]\.baseUrl leads to an address that is not public/,
    ],
    [
      'a permission that may be "own"',
      { permission: 'runs:read' },
      /runs:read reaches only what is the caller's own .*use any or one of/,
    ],
    [
      'a time limit beyond ours',
      { timeLimitSeconds: 60 },
      /timeLimitSeconds is not below REQUEST_TIMEOUT_SECONDS \(30\)/,
    ],
    [
      'a base URL with a query',
      { baseUrl: 'https://api.example.com/?a=b' },
      /baseUrl must be an absolute http or https URL/,
    ],
    [
      'a bucket below the cost of a call',
      { cost: 5, bucket: { limit: 4, windowSeconds: 1 } },
      /bucket\.limit is below the cost of a single call/,
    ],
    [
      'the bucket of another one',
      { bucket: { name: 'api', limit: 4, windowSeconds: 1 } },
      /bucket\.name is the name of a bucket of this API/,
    ],
  ])('with %s leaves the old upstreams in force and says so in one line', async (_, change, sentence) => {
    const before = errors().length;
    if (typeof change === 'string') files.writeText('upstreams.json', change);
    else files.write([pets(upstream.url, change)]);
    process.emit('SIGHUP');
    const said = errors().slice(before);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(sentence);
    expect(said[0]).toMatch(/ The upstreams stay as they were\.$/);
    expect(said[0]).not.toContain('\n');
    expect(await statusOf('/v1/upstreams/pets/only')).toBe(200);
    expect(await toolNames()).toContain('pets_only');
  });

  it('refuses two of the same name, and tools whose names are taken', () => {
    const before = errors().length;
    files.write([pets(upstream.url), pets(upstream.url, { toolPrefix: 'other_' })]);
    process.emit('SIGHUP');
    files.writeText(
      'agents.json',
      JSON.stringify({ openapi: '3.0.0', paths: { '/a': { get: { operationId: 'Agents' } } } }),
    );
    files.write([pets(upstream.url, { document: 'agents.json', toolPrefix: 'list_' })]);
    process.emit('SIGHUP');
    expect(errors().slice(before)).toEqual([
      expect.stringMatching(/upstreams\[1\]\.name is that of upstreams\[0\] too/),
      expect.stringMatching(
        /makes the tool list_Agents, which an operation of this API has already; choose another toolPrefix/,
      ),
    ]);
  });

  it('lets a call finish that is on its way', async () => {
    files.writeText(
      'pets.json',
      JSON.stringify({
        openapi: '3.1.0',
        paths: { '/behave/slow': { get: { operationId: 'slow', responses: {} } } },
      }),
    );
    files.write([pets(upstream.url)]);
    process.emit('SIGHUP');
    let finish = (): void => undefined;
    upstream.behaviours.set('slow', (_request, response) => (finish = () => void response.end('"done"')));
    const call = test.rest('GET', '/v1/upstreams/pets/behave/slow', { key });
    await until(() => Promise.resolve(upstream.seen.at(-1)?.url === '/behave/slow' ? true : undefined));
    files.write([]);
    process.emit('SIGHUP');
    expect(await statusOf('/v1/upstreams/pets/behave/slow')).toBe(404);
    finish();
    expect(await call).toMatchObject({ status: 200, body: 'done' });
  });
});

describe('what is measured', () => {
  it('is a series per upstream and outcome, and one per tool', async () => {
    files.writeText(
      'pets.json',
      JSON.stringify({
        openapi: '3.1.0',
        paths: { '/behave/{how}': { get: { operationId: 'behave', responses: {} } } },
      }),
    );
    files.write([
      pets(upstream.url, {
        name: 'metered',
        toolPrefix: 'metered_',
        circuit: { failures: 1, openSeconds: 60 },
      }),
    ]);
    process.emit('SIGHUP');
    upstream.behaviours.set('gone', (_request, response) => void response.socket?.destroy());
    await test.rest('GET', '/v1/upstreams/metered/behave/any', { key });
    await test.mcp.call('metered_behave', { how: 'any' }, { key });
    await test.rest('GET', '/v1/upstreams/metered/behave/gone', { key });
    await test.rest('GET', '/v1/upstreams/metered/behave/any', { key });
    const scrape = await test.scrape();
    expect(scrape.value('upstream_requests_total', { upstream: 'metered', outcome: 'ok' })).toBe(2);
    expect(scrape.value('upstream_requests_total', { upstream: 'metered', outcome: 'error' })).toBe(1);
    expect(scrape.value('upstream_requests_total', { upstream: 'metered', outcome: 'unavailable' })).toBe(1);
    expect(scrape.value('upstream_circuit_open', { upstream: 'metered' })).toBe(1);
    expect(scrape.value('mcp_tool_calls_total', { tool: 'metered_behave', outcome: 'ok' })).toBe(1);
    expect(
      scrape.value('http_request_duration_seconds_count', {
        operation: 'metered_behave',
        status: '503',
        via: 'api',
      }),
    ).toBe(1);
    expect(scrape.text).not.toContain(TOKEN);
  });
});
