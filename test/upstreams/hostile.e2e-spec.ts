import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { TestApp } from '../support/test-app';
import { createUpstreamApp, pets, upstreamFiles } from './support/upstream-app';
import type { UpstreamFiles } from './support/upstream-app';
import { json, startUpstream } from './support/upstream-server';
import type { Behaviour, UpstreamServer } from './support/upstream-server';

const MAX_BYTES = 200_000;

let upstream: UpstreamServer;
let other: UpstreamServer;
let files: UpstreamFiles;
let test: TestApp;
let key: string;

beforeAll(async () => {
  upstream = await startUpstream();
  other = await startUpstream('other');
  const generous = { failures: 1000, openSeconds: 1 };
  files = upstreamFiles([
    pets(`${upstream.url}/base`, { timeLimitSeconds: 1, maxResponseBytes: MAX_BYTES, circuit: generous }),
  ]);
  test = await createUpstreamApp(files, { alone: 'a balancer refuses by itself what it sends' });
  key = test.world.acme.keys.owner;
});
afterAll(async () => {
  await test?.close();
  await upstream?.close();
  await other?.close();
  files?.remove();
});

/** The reply over REST, and the result of the tool, to one behaviour of the upstream. */
async function meet(how: string, behaviour: Behaviour, method = 'GET') {
  upstream.behaviours.set(how, behaviour);
  const tool = method === 'GET' ? 'pets_behave' : 'pets_behaveOnce';
  const rest = await test.rest(method, `/v1/upstreams/pets/behave/${how}`, { key });
  const { result } = await test.mcp.call(tool, { how }, { key });
  return { rest, result };
}

async function expectFailure(
  how: string,
  behaviour: Behaviour,
  error: string,
  status: number,
  method = 'GET',
) {
  const { rest, result } = await meet(how, behaviour, method);
  expect(rest).toMatchObject({ status, body: { error } });
  expect(rest.body.message).toMatch(/^The API pets /);
  expect(rest.headers.get('x-upstream')).toBeNull();
  expect(result).toMatchObject({ isError: true, structuredContent: { error, status } });
  return { rest, result };
}

/** Sends these bytes and reads until the server closes the connection. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(test.url).port), '127.0.0.1', () => socket.write(text));
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString('latin1')));
    socket.on('close', () => resolve(reply));
    socket.on('error', reject);
  });
}

const rawGet = (target: string): Promise<string> =>
  raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nConnection: close\r\n\r\n`);

describe('an argument that would leave its place', () => {
  it.each([
    '..',
    '.',
    '%2e%2e',
    '%252e%252e',
    'a/../b',
    '../admin',
    'a/b',
    'a\\b',
    '%2f',
    'https://evil.example/x',
    '//evil.example/x',
    'a\r\nX-Evil: 1',
    'a\u0000b',
    '',
  ])('is refused in the path: %j', async (petId) => {
    const before = upstream.seen.length;
    const { result } = await test.mcp.call('pets_getPet', { petId }, { key });
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { error: 'invalid_request', status: 400 },
    });
    expect(result.structuredContent.details[0].field).toBe('petId');
    expect(upstream.seen).toHaveLength(before);
  });

  it.each([
    '%2e%2e',
    '..%2fadmin',
    'a%2fb',
    'a%5cb',
    'a%0d%0aX-Evil:1',
    'a%00b',
    '%252e%252e',
    '..',
    'a\\b',
    'a|b',
  ])('is refused in the path of REST: %s', async (segment) => {
    const before = upstream.seen.length;
    const reply = await rawGet(`/v1/upstreams/pets/pets/${segment}`);
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(reply).toContain('"error":"invalid_request"');
    expect(upstream.seen).toHaveLength(before);
  });

  it.each([
    '/v1/upstreams/pets/pets/../../../admin',
    '/v1/upstreams/pets/../../agents',
    '/v1/upstreams/pets//pets',
  ])('leads nowhere as part of a path: %s', async (path) => {
    const before = upstream.seen.length;
    expect(await rawGet(path)).toMatch(/^HTTP\/1\.1 404 /);
    expect(upstream.seen).toHaveLength(before);
  });

  it('does not choose the host as an absolute URL', async () => {
    expect(await rawGet(`${other.url}/v1/upstreams/pets/pets/p1`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(other.seen).toHaveLength(0);
    expect(upstream.seen.at(-1)).toMatchObject({ url: '/base/pets/p1' });
  });

  it('stays data in the query and is refused in a header', async () => {
    await test.mcp.call('pets_listPets', { filter: { kind: 'a\r\nX-Evil: 1&limit=9#' } }, { key });
    expect(upstream.seen.at(-1)?.url).toBe('/base/pets?filter%5Bkind%5D=a%0D%0AX-Evil%3A%201%26limit%3D9%23');
    expect(upstream.seen.at(-1)?.headers).not.toHaveProperty('x-evil');
    const before = upstream.seen.length;
    const { result } = await test.mcp.call('pets_listPets', { X_Trace_Label: 'a\r\nX-Evil: 1' }, { key });
    expect(result.structuredContent).toMatchObject({
      error: 'invalid_request',
      details: [{ field: 'X_Trace_Label' }],
    });
    expect(upstream.seen).toHaveLength(before);
  });

  it.each(['nothing=1', 'api_key=mine', 'limit=1&api%5Fkey=mine', 'limi%74=1&x=2', 'limit=1%'])(
    'is refused in the query where the document does not name it: %s',
    async (query) => {
      const before = upstream.seen.length;
      const reply = await test.rest('GET', `/v1/upstreams/pets/pets?${query}`, { key });
      expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
      expect(upstream.seen).toHaveLength(before);
    },
  );

  it('is refused as a body that the operation does not take', async () => {
    const text = { key, rawBody: 'x', headers: { 'content-type': 'text/plain' } };
    expect(await test.rest('POST', '/v1/upstreams/pets/pets', text)).toMatchObject({ status: 415 });
    expect(await test.rest('DELETE', '/v1/upstreams/pets/pets/p1', { key, body: {} })).toMatchObject({
      status: 415,
    });
    const large = { key, rawBody: JSON.stringify({ name: 'x'.repeat(1024 * 1024) }) };
    expect(await test.rest('POST', '/v1/upstreams/pets/pets', large)).toMatchObject({ status: 413 });
  });
});

describe('a redirect', () => {
  const to =
    (location: string, status = 302): Behaviour =>
    (_request, response) =>
      void response.writeHead(status, { location }).end();

  it.each([302, 307])('to another host is not followed: %d', async (status) => {
    await expectFailure('away', to(`${other.url}/base/pets/p1`, status), 'upstream_error', 502);
    expect(other.seen).toHaveLength(0);
  });

  it.each([
    'https://127.0.0.1/',
    '//other.example/',
    'file:///etc/passwd',
    'http://user:pass@127.0.0.1/',
    '\\\\other.example\\x',
  ])('to another place is not followed: %s', async (location) => {
    await expectFailure('elsewhere', to(location), 'upstream_error', 502);
  });

  it('within the host is followed for reads, a few times', async () => {
    const { rest, result } = await meet('near', to('/base/pets/p2?limit=1', 301));
    expect(rest).toMatchObject({ status: 200, body: { path: '/base/pets/p2' } });
    expect(result.structuredContent.path).toBe('/base/pets/p2');
    const before = upstream.seen.length;
    await expectFailure('circle', to('/base/behave/circle'), 'upstream_error', 502);
    expect(upstream.seen).toHaveLength(before + 8);
  });

  it('of a write is not followed', async () => {
    await expectFailure('moved', to('/base/pets', 307), 'upstream_error', 502, 'POST');
    expect(upstream.seen.at(-1)?.url).toBe('/base/behave/moved');
  });
});

describe('an upstream that fails', () => {
  it('is a 504 when it does not answer in time', async () => {
    await expectFailure('silent', () => undefined, 'upstream_timeout', 504);
  });

  it('is a 504 when its body drips', async () => {
    const drip: Behaviour = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const timer = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(timer));
    };
    await expectFailure('drip', drip, 'upstream_timeout', 504);
  });

  it('is a 502 when it says that its body is too long', async () => {
    const huge: Behaviour = (_request, response) => {
      response.writeHead(200, { 'content-length': 10_000_000_000 });
      response.write('x'.repeat(1000));
    };
    await expectFailure('huge', huge, 'upstream_error', 502);
  });

  it('is cut off when its body has no end', async () => {
    const endless: Behaviour = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const chunk = 'x'.repeat(10_000);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    };
    upstream.behaviours.set('endless', endless);
    // What has gone out already looks like no whole: the connection ends before the message does.
    const reply = fetch(`${test.url}/v1/upstreams/pets/behave/endless`, {
      headers: { authorization: `Bearer ${key}` },
    });
    await expect(reply.then((response) => response.text())).rejects.toThrow();
    const { result } = await test.mcp.call('pets_behave', { how: 'endless' }, { key });
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { error: 'upstream_error', status: 502 },
    });
  });

  it('is cut off when a packed body unpacks to too much', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const packed: Behaviour = (_request, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(bomb);
    upstream.behaviours.set('bomb', packed);
    const { result } = await test.mcp.call('pets_behave', { how: 'bomb' }, { key });
    expect(result).toMatchObject({ isError: true, structuredContent: { error: 'upstream_error' } });
  });

  it('may pack what is not too long', async () => {
    const text = 'words '.repeat(1000);
    const { rest } = await meet('packed', (_request, response) => {
      response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' })
        .end(gzipSync(text));
    });
    expect(rest.text).toBe(text);
    await expectFailure(
      'unknown-packing',
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'zip' }).end('x'),
      'upstream_error',
      502,
    );
  });

  it.each([
    ['malformed chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a body that ends too early', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhello'],
    ['headers without end', `HTTP/1.1 200 OK\r\n${`X-Long: ${'y'.repeat(1000)}\r\n`.repeat(100)}\r\n`],
    ['nothing', ''],
  ])('is a 502 when it answers with %s', async (name, text) => {
    const write: Behaviour = (_request, response) => void response.socket?.end(text);
    await expectFailure(name.replaceAll(' ', '-'), write, 'upstream_error', 502);
  });

  it('is a 502 when it refuses our credential, so that no host signs in again', async () => {
    const refuse: Behaviour = (_request, response) =>
      json(response, 401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer realm="theirs"' });
    const { rest } = await expectFailure('unauthorized', refuse, 'upstream_error', 502);
    expect(rest.headers.get('www-authenticate')).toBeNull();
  });

  it.each([500, 502])('is a 502 without its own words when it answers %d', async (status) => {
    const { rest } = await expectFailure(
      `broken-${status}`,
      (_request, response) => json(response, status, { message: 'at Object.query (/srv/app/db.js:12)' }),
      'upstream_error',
      502,
    );
    expect(rest.text).not.toContain('/srv');
  });

  it('is a 503 with the time that it asks for', async () => {
    const { rest, result } = await expectFailure(
      'busy',
      (_request, response) => json(response, 503, {}, { 'retry-after': '17' }),
      'upstream_unavailable',
      503,
    );
    expect(rest.headers.get('retry-after')).toBe('17');
    expect(result.structuredContent).toMatchObject({ retryable: true, retryAfterMs: 17_000 });
  });

  it('says nothing to the host about its own limits', async () => {
    const { rest, result } = await meet('limited', (_request, response) =>
      json(
        response,
        429,
        { error: 'rate_limited', details: [{ field: 'bucket', code: 'api' }] },
        { 'retry-after': '3' },
      ),
    );
    expect(rest.status).toBe(429);
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { status: 429, retryable: true, retryAfterMs: 3000 },
    });
  });

  it('never makes the server fail', async () => {
    const failures = test.logs.filter(({ status }) => status === 500);
    expect(failures).toEqual([]);
    expect(await test.rest('GET', '/v1/upstreams/pets/pets/p1', { key })).toMatchObject({ status: 200 });
  });
});

describe('a long reply', () => {
  it('passes while it arrives', async () => {
    const chunk = Buffer.alloc(30_000, 'a');
    upstream.behaviours.set('long', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      for (let part = 0; part < 5; part += 1) response.write(chunk);
      response.end();
    });
    const response = await fetch(`${test.url}/v1/upstreams/pets/behave/long`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.headers.get('content-length')).toBeNull();
    expect((await response.arrayBuffer()).byteLength).toBe(150_000);
  });
});
