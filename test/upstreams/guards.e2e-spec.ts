import { sql } from 'drizzle-orm';
import { storedEntries } from '../audit/support/trail';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { createUpstreamApp, pets, TOKEN, upstreamFiles } from './support/upstream-app';
import type { UpstreamFiles } from './support/upstream-app';
import { json, startUpstream } from './support/upstream-server';
import type { UpstreamServer } from './support/upstream-server';

const PASSWORD = 'basic-password-51';

let upstream: UpstreamServer;
let second: UpstreamServer;
let files: UpstreamFiles;
let test: TestApp;
let key: string;

beforeAll(async () => {
  upstream = await startUpstream();
  second = await startUpstream('second');
  files = upstreamFiles([
    pets(upstream.url, {
      cost: 2,
      bucket: { limit: 10, windowSeconds: 600 },
      // Longer than the pause between two lines of a test, however busy the machine is.
      circuit: { failures: 3, openSeconds: 3 },
      retries: 2,
      rules: [
        { tag: 'admin', permission: 'team:manage' },
        { operation: 'createPet', hint: 'W', cost: 5 },
        { operation: 'GET /behave/{how}', cost: 1 },
      ],
    }),
    pets(second.url, {
      name: 'second',
      toolPrefix: 'second_',
      credential: { type: 'basic', usernameEnv: 'SECOND_USER', passwordEnv: 'SECOND_PASSWORD' },
    }),
    pets(second.url, {
      name: 'third',
      toolPrefix: 'third_',
      credential: { type: 'query', name: 'api_key', env: 'PETS_TOKEN' },
    }),
  ]);
  test = await createUpstreamApp(files, {
    env: { SECOND_USER: 'robot', SECOND_PASSWORD: PASSWORD },
    alone: 'each process has circuits of its own',
  });
  key = test.world.acme.keys.owner;
});
afterAll(async () => {
  await test?.close();
  await upstream?.close();
  await second?.close();
  files?.remove();
});

const newKey = (): Promise<string> =>
  test.world.newKey(test.world.acme.teamId, test.world.acme.userIds.owner);

describe('the guards', () => {
  it('ask for a credential, as REST and as tool', async () => {
    const before = upstream.seen.length;
    expect(await test.rest('GET', '/v1/upstreams/pets/pets/p1')).toMatchObject({
      status: 401,
      body: { error: 'invalid_token' },
    });
    expect(
      (await test.rest('GET', '/v1/upstreams/pets/pets/p1', { key: test.world.acme.revokedKey })).status,
    ).toBe(401);
    expect((await test.mcp.call('pets_getPet', { petId: 'p1' })).status).toBe(401);
    expect(upstream.seen).toHaveLength(before);
  });

  it('ask for the permission of the operation, before they look at its input', async () => {
    const { builder, viewer } = test.world.acme.keys;
    const before = upstream.seen.length;
    const forbidden = { status: 403, body: { error: 'forbidden' } };
    expect(await test.rest('DELETE', '/v1/upstreams/second/pets/..%2f', { key: builder })).not.toMatchObject(
      forbidden,
    );
    expect(await test.rest('DELETE', '/v1/upstreams/pets/pets/..%2f', { key: builder })).toMatchObject(
      forbidden,
    );
    expect(await test.rest('POST', '/v1/upstreams/pets/pets', { key: viewer, body: {} })).toMatchObject(
      forbidden,
    );
    const tool = await test.mcp.call('pets_deletePet', { petId: 'p1' }, { key: builder });
    expect(tool.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'forbidden', status: 403 },
    });
    expect(upstream.seen).toHaveLength(before);
    expect((await test.rest('DELETE', '/v1/upstreams/pets/pets/p1', { key })).status).toBe(204);
  });

  it('ask for the scope of writing', async () => {
    const { readOnlyKey } = test.world.acme;
    expect((await test.rest('GET', '/v1/upstreams/second/pets', { key: readOnlyKey })).status).toBe(200);
    const reply = await test.rest('POST', '/v1/upstreams/second/pets', {
      key: readOnlyKey,
      body: { name: 'x' },
    });
    expect(reply).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect((await test.mcp.call('second_createPet', { name: 'x' }, { key: readOnlyKey })).status).toBe(403);
  });

  it('show a caller the tools that it may call', async () => {
    const names = async (who: string): Promise<string[]> =>
      ((await test.mcp.list({ key: who })).result.tools as { name: string }[]).map(({ name }) => name);
    expect(await names(test.world.acme.keys.builder)).not.toContain('pets_deletePet');
    expect(await names(test.world.acme.keys.viewer)).not.toContain('pets_createPet');
    expect(await names(key)).toContain('pets_deletePet');
  });

  it('charge the cost of the operation to the bucket of the upstream and to the shared one', async () => {
    const own = await newKey();
    const first = await test.rest('GET', '/v1/upstreams/pets/pets', { key: own });
    expect(
      Number(first.headers.get('x-ratelimit-limit')) - Number(first.headers.get('x-ratelimit-remaining')),
    ).toBe(2);
    await test.mcp.call('pets_createPet', { name: 'x' }, { key: own });
    await test.rest('GET', '/v1/upstreams/pets/behave/any', { key: own });
    const tool = await test.mcp.call('pets_listPets', {}, { key: own });
    expect(tool.result.isError).toBe(false);
    const over = await test.rest('GET', '/v1/upstreams/pets/pets', { key: own });
    expect(over).toMatchObject({
      status: 429,
      body: { error: 'rate_limited', details: [{ field: 'bucket', code: 'upstream_pets' }] },
    });
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    const refused = await test.mcp.call('pets_listPets', {}, { key: own });
    expect(refused).toMatchObject({
      status: 200,
      result: { isError: true, structuredContent: { error: 'rate_limited', status: 429 } },
    });
    // Neither another upstream nor an operation of ours is in that bucket.
    expect((await test.rest('GET', '/v1/upstreams/second/pets', { key: own })).status).toBe(200);
    expect((await test.rest('GET', '/v1/agents', { key: own })).status).toBe(200);
  });
});

describe('the trail', () => {
  it('has an entry per call, under the name of the tool', async () => {
    const own = await newKey();
    await test.rest('GET', '/v1/upstreams/second/pets/p%207', { key: own });
    await test.mcp.call('second_getPet', { petId: 'p 7' }, { key: own });
    await test.mcp.call('second_getPet', { petId: 'missing' }, { key: own });
    await test.mcp.call('second_getPet', { petId: '..' }, { key: own });
    const entries = await storedEntries(test, sql`operation_id = 'second_getPet'`);
    expect(entries).toMatchObject([
      { source: 'api', status: 200, targets: { petId: 'p 7' }, error_code: null, cost: 1 },
      { source: 'mcp', status: 200, targets: { petId: 'p 7' } },
      { source: 'mcp', status: 404, error_code: null },
      { source: 'mcp', status: 400, error_code: 'invalid_request' },
    ]);
  });

  it('is a line in the log with the operation', async () => {
    await until(() =>
      Promise.resolve(test.logs.find(({ operation, via }) => operation === 'second_getPet' && via === 'mcp')),
    );
    expect(test.logs.find(({ operation }) => operation === 'second_getPet')).toMatchObject({
      status: 200,
      method: 'GET',
    });
  });
});

describe('the credential', () => {
  it('is that of each upstream', async () => {
    await test.rest('GET', '/v1/upstreams/second/pets', { key });
    expect(second.seen.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from(`robot:${PASSWORD}`).toString('base64')}`,
    );
    await test.rest('GET', '/v1/upstreams/third/pets?limit=1', { key });
    expect(second.seen.at(-1)).toMatchObject({ url: `/pets?limit=1&api_key=${TOKEN}` });
    expect(second.seen.at(-1)?.headers).not.toHaveProperty('authorization');
    await test.rest('GET', '/v1/upstreams/third/pets', { key });
    expect(second.seen.at(-1)?.url).toBe(`/pets?api_key=${TOKEN}`);
  });

  it('is seen nowhere, even if the upstream repeats it', async () => {
    for (const server of [upstream, second]) {
      server.behaviours.set('echo', (request, response) =>
        json(
          response,
          200,
          { url: request.url, headers: request.headers },
          { etag: `"${request.headers.authorization}"` },
        ),
      );
      server.behaviours.set('long-echo', (request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' });
        const text = `${request.headers.authorization} ${request.url} `.repeat(3000);
        for (let at = 0; at < text.length; at += 1021) response.write(text.slice(at, at + 1021));
        response.end();
      });
      server.behaviours.set('refuse-echo', (request, response) =>
        json(response, 400, { detail: `bad header ${request.headers.authorization} for ${request.url}` }),
      );
    }
    const fresh = await newKey();
    const replies: string[] = [];
    for (const name of ['second', 'third']) {
      for (const how of ['echo', 'long-echo', 'refuse-echo']) {
        const rest = await test.rest('GET', `/v1/upstreams/${name}/behave/${how}`, { key: fresh });
        const tool = await test.mcp.call(`${name}_behave`, { how }, { key: fresh });
        replies.push(rest.text, JSON.stringify([...rest.headers]), tool.text);
      }
    }
    const seen = replies.join('\n');
    expect(seen).toContain('*'.repeat(TOKEN.length));
    const entries = JSON.stringify(await storedEntries(test));
    const places = {
      seen,
      entries,
      logs: JSON.stringify(test.logs),
      document: JSON.stringify(test.document),
    };
    const pair = Buffer.from(`robot:${PASSWORD}`).toString('base64');
    for (const [place, text] of Object.entries(places)) {
      expect([place, [TOKEN, PASSWORD, pair].filter((secret) => text.includes(secret))]).toEqual([place, []]);
    }
  });
});

describe('retries', () => {
  const failing = (server: UpstreamServer, how: string, times: number, status = 503): void => {
    let left = times;
    server.behaviours.set(how, (_request, response) => {
      left -= 1;
      json(response, left >= 0 ? status : 200, { ok: left < 0 }, { 'retry-after': '0' });
    });
  };
  const callsOf = (server: UpstreamServer, how: string): number =>
    server.seen.filter(({ url }) => url.includes(`/behave/${how}`)).length;

  it('help a read over a passing failure', async () => {
    failing(upstream, 'passing', 2);
    const fresh = await newKey();
    const reply = await test.rest('GET', '/v1/upstreams/pets/behave/passing', { key: fresh });
    expect(reply).toMatchObject({ status: 200, body: { ok: true } });
    expect(callsOf(upstream, 'passing')).toBe(3);
  });

  it('are not made of what may change something each time', async () => {
    failing(upstream, 'once', 1);
    const fresh = await newKey();
    const reply = await test.rest('POST', '/v1/upstreams/pets/behave/once', { key: fresh });
    expect(reply).toMatchObject({ status: 503, body: { error: 'upstream_unavailable' } });
    expect(callsOf(upstream, 'once')).toBe(1);
    expect((await test.rest('GET', '/v1/upstreams/pets/pets', { key: fresh })).status).toBe(200);
  });

  it('are not made where the upstream asks for a long pause', async () => {
    upstream.behaviours.set('later', (_request, response) =>
      json(response, 503, {}, { 'retry-after': '60' }),
    );
    const fresh = await newKey();
    const reply = await test.rest('GET', '/v1/upstreams/pets/behave/later', { key: fresh });
    expect(reply.headers.get('retry-after')).toBe('60');
    expect(callsOf(upstream, 'later')).toBe(1);
    expect((await test.rest('GET', '/v1/upstreams/pets/pets', { key: fresh })).status).toBe(200);
  });
});

describe('the circuit', () => {
  it('leaves an upstream alone that has failed so often, tries it later, and touches no other one', async () => {
    const fresh = await newKey();
    const call = async (path: string) => test.rest('GET', path, { key: fresh });
    upstream.behaviours.set('down', (_request, response) => void response.socket?.destroy());
    const broken = await call('/v1/upstreams/pets/behave/down');
    expect(broken.status).toBeGreaterThanOrEqual(502);
    const before = upstream.seen.length;
    const refused = await call('/v1/upstreams/pets/behave/down');
    expect(refused).toMatchObject({ status: 503, body: { error: 'upstream_unavailable' } });
    expect(['1', '2', '3']).toContain(refused.headers.get('retry-after'));
    expect(upstream.seen).toHaveLength(before);
    expect((await call('/v1/upstreams/second/pets')).status).toBe(200);
    const healed = await until(async () => {
      // Each has a bucket of its own, however often this asks.
      const reply = await test.rest('GET', '/v1/upstreams/pets/behave/well', { key: await newKey() });
      return reply.status === 200 ? reply : undefined;
    });
    expect(healed).toMatchObject({ status: 200 });
  });

  it('counts a server that is not there', async () => {
    await second.close();
    const reply = await test.rest('GET', '/v1/upstreams/second/pets', { key });
    expect(reply).toMatchObject({ status: 503, body: { error: 'upstream_unavailable' } });
    expect(reply.text).not.toContain(String(second.port));
  });
});
