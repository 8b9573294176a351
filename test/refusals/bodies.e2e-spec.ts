import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createTestApp } from '../support/test-app';
import type { McpReply } from '../support/mcp-client';
import type { TestApp } from '../support/test-app';
import { message } from './support/message';
import { RawSocket } from './support/raw-socket';

const MIB = 1024 * 1024;
const TWENTY_MB = 20_000_000;
const DEPTH = 50_000;
const deep = (open: string, close: string, core = '1') => open.repeat(DEPTH) + core + close.repeat(DEPTH);

describe('bad bodies', () => {
  let test: TestApp;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp();
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());
  afterEach(async () => {
    expect((await test.rest('GET', '/v1/profile', { key })).status).toBe(200);
    expect(test.logs.splice(0).filter((line) => Number(line.status) >= 500)).toEqual([]);
  });

  const rest = (rawBody: string | Uint8Array, headers: Record<string, string> = {}) =>
    test.rest('POST', '/v1/agents', { key, rawBody, headers });
  /** A call with arguments that JSON.stringify would not write. */
  const call = (name: string, args: string) => {
    const { body, headers } = message('modern', 'tools/call', { name, arguments: '<args>' });
    return test.mcp.raw(JSON.stringify(body).replace('"<args>"', args), { key, headers });
  };
  const expectFlat = (reply: { status: number; body: any }, status: number, error: string) => {
    expect([reply.status, reply.body.error]).toEqual([status, error]);
  };
  const expectToolError = (reply: { status: number; result: any }, details: unknown[]) => {
    expect(reply.status).toBe(200);
    expect(reply.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'invalid_request', details },
    });
  };

  describe('of 20 MB', () => {
    const big = Buffer.alloc(TWENTY_MB, 0x20);

    it.each([
      ['POST', '/v1/agents', '1 MiB'],
      ['PUT', '/v1/files/content', '15 MiB'],
      ['DELETE', '/v1/files?path=README.md', '1 MiB'],
    ])('are 413 with the limit of the operation: %s %s', async (method, path, limit) => {
      const reply = await test.rest(method, path, { key, rawBody: big });
      expectFlat(reply, 413, 'payload_too_large');
      expect(reply.body.message).toContain(limit);
    });

    it('are 413 as a JSON-RPC error on the MCP endpoint', async () => {
      const reply = await test.mcp.raw(big, { key });
      expect([reply.status, reply.body.id, reply.error.code]).toEqual([413, null, -32600]);
    });

    it('are 413 when they hide in a small compressed one', async () => {
      const headers = { 'content-encoding': 'gzip' };
      const bomb = gzipSync(big);
      expect(bomb.length).toBeLessThan(100_000);
      expectFlat(await rest(bomb, headers), 413, 'payload_too_large');
      const reply = await test.mcp.raw(bomb, { key, headers });
      expect([reply.status, reply.error.code]).toEqual([413, -32600]);
    });
  });

  describe('compressed', () => {
    const headers = { 'content-encoding': 'gzip' };
    const toolCall = (name: string, args: unknown) =>
      gzipSync(
        JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
      );

    it('are read up to 1 MiB unpacked, whatever the operation takes otherwise', async () => {
      const file = (size: number) => JSON.stringify({ content: 'x'.repeat(size) });
      const put = (body: string | Uint8Array, more = {}) =>
        test.rest('PUT', '/v1/files/content?path=packed.txt', { key, rawBody: body, headers: more });
      const large = file(MIB);
      expect((await put(large)).status).not.toBe(413);
      expectFlat(await put(gzipSync(large), headers), 413, 'payload_too_large');
      expect((await put(gzipSync(file(MIB - 100)), headers)).status).not.toBe(413);
      const reply = await test.mcp.raw(toolCall('list_agents', { search: 'x'.repeat(MIB) }), {
        key,
        headers,
      });
      expect([reply.status, reply.error.code]).toEqual([413, -32600]);
    });

    it('lift no limit of an operation that is called as a tool', async () => {
      // Few bytes on the wire, less than 1 MiB unpacked, and several as the body of the operation.
      const numbers = `[${Array(190_000).fill('1e20').join()}]`;
      const args = `{"name":"Packed","config":${numbers}}`;
      const reply = await test.mcp.raw(
        gzipSync(
          `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_agent","arguments":${args}}}`,
        ),
        { key, headers },
      );
      expect(reply.result.structuredContent).toMatchObject({ error: 'payload_too_large', status: 413 });
    });
  });

  describe('of very many parts', () => {
    const wanted = [{ field: 'body', code: 'too_complex' }];
    const many = (part: string, count: number) => `[${`${part},`.repeat(count)}${part}]`;

    it.each([
      ['empty objects', many('{}', 100_001)],
      ['numbers', many('1', 200_001)],
      ['members', `{${many('"":1', 200_001).slice(1, -1)}}`],
    ])('are 400 before they are parsed: %s', async (_, text) => {
      const reply = await rest(`{"name":${text}}`);
      expectFlat(reply, 400, 'invalid_request');
      expect(reply.body.details).toMatchObject(wanted);
      const packed = await rest(gzipSync(`{"name":${text}}`), { 'content-encoding': 'gzip' });
      expect(packed.body.details).toMatchObject(wanted);
      const tool = await test.mcp.raw(text, { key });
      expect([tool.status, tool.error.code]).toEqual([400, -32600]);
    });

    it('are judged by the operation when they are one text', async () => {
      const content = 'name,amount\n'.repeat(900_000);
      const reply = await test.rest('PUT', '/v1/files/content?path=rows.csv', {
        key,
        rawBody: `{"content":"${content}"}`,
      });
      expect(reply.body.details ?? []).not.toMatchObject(wanted);
      expect(reply.status).not.toBe(413);
    });
  });

  describe('of great depth', () => {
    const expectRpcError = (reply: McpReply) => {
      expect([reply.status, reply.body.id, reply.error?.code]).toEqual([400, null, -32600]);
    };

    it.each([
      ['lists', deep('[', ']')],
      ['objects', deep('{"a":', '}')],
      ['just too many lists', '['.repeat(101) + ']'.repeat(101)],
    ])('are 400 wherever the depth is: %s', async (_, value) => {
      for (const body of [value, `{"name":${value}}`, `{"name":"x","config":{"instructions":${value}}}`]) {
        const reply = await rest(body);
        expectFlat(reply, 400, 'invalid_request');
        expect(reply.body.details).toMatchObject([{ field: 'body', code: 'too_deep' }]);
      }
      for (const params of [
        `{"name":"create_agent","arguments":{"name":${value}}}`,
        `{"name":"list_agents","arguments":{"search":${value}}}`,
        `{"name":"get_agent","arguments":${value}}`,
        `{"name":"get_agent","_meta":{"x":${value}}}`,
      ]) {
        expectRpcError(
          await test.mcp.raw(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`, { key }),
        );
      }
      for (const body of [
        `{"jsonrpc":"2.0","id":${value},"method":"tools/list"}`,
        `{"jsonrpc":"2.0","id":1,"method":${value}}`,
        `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"x":${value}}}}`,
        `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":${value}}}`,
      ]) {
        expectRpcError(await test.mcp.raw(body, { key }));
      }
    });

    it('take no idempotency key', async () => {
      const headers = { 'idempotency-key': 'deep' };
      expectFlat(await rest(`{"name":${deep('[', ']')}}`, headers), 400, 'invalid_request');
      expect((await rest('{"name":"Not so deep"}', headers)).status).toBe(201);
    });

    it('of less depth are judged by the operation', async () => {
      const value = '['.repeat(90) + ']'.repeat(90);
      const reply = await rest(`{"name":${value}}`, { 'idempotency-key': 'less deep' });
      expect([reply.status, reply.body.details]).toMatchObject([
        400,
        [{ field: 'name', code: 'invalid_type' }],
      ]);
      expectToolError(await call('create_agent', `{"name":${value}}`), [
        { field: 'name', code: 'invalid_type' },
      ]);
      expectToolError(await call('list_agents', `{"search":${value}}`), [
        { field: 'search', code: 'invalid_type' },
      ]);
      expectToolError(await call('get_agent', `{"agent_id":${value}}`), [
        { field: 'agent_id', code: 'invalid_type' },
      ]);
    });
  });

  describe('with keys of the prototype', () => {
    it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
      'are refused as unknown fields: %s',
      async (name) => {
        const wanted = [{ field: name, code: 'unrecognized_keys' }];
        const value = '{"promote":true,"polluted":1}';
        const reply = await rest(`{"name":"Polluted","${name}":${value}}`);
        expect([reply.status, reply.body.details]).toMatchObject([400, wanted]);
        expectToolError(await call('create_agent', `{"name":"Polluted","${name}":${value}}`), wanted);
        expectToolError(await call('list_agents', `{"${name}":"x"}`), wanted);
        expectToolError(
          await call('get_agent', `{"agent_id":"00000000-0000-4000-8000-000000000000","${name}":1}`),
          wanted,
        );
        const query = await test.rest('GET', `/v1/agents?${name}=x`, { key });
        expect([query.status, query.body.details]).toMatchObject([400, wanted]);
        const nested = [{ field: `config.${name}`, code: 'unrecognized_keys' }];
        const config = `{"name":"Polluted","config":{"instructions":"x","${name}":${value}}}`;
        expect((await rest(config)).body.details).toMatchObject(nested);
        expectToolError(await call('create_agent', config), nested);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      },
    );

    it('change nothing in a message', async () => {
      const body = `{"jsonrpc":"2.0","id":1,"method":"tools/list","__proto__":{"method":"ping"},"params":{"__proto__":{"cursor":"x"}}}`;
      const reply = await test.mcp.raw(body, { key });
      expect(reply.result.tools.length).toBeGreaterThan(0);
    });
  });

  describe('with text that cannot be stored', () => {
    it('are refused, naming the field: a lone surrogate', async () => {
      const text = '"a\\ud800b"';
      const wanted = (field: string) => [{ field }];
      expect((await rest(`{"name":${text}}`)).body.details).toMatchObject(wanted('name'));
      expectToolError(await call('create_agent', `{"name":${text}}`), wanted('name'));
      expectToolError(await call('list_agents', `{"search":${text}}`), wanted('search'));
      expectToolError(await call('get_plugin', `{"plugin_name":${text}}`), wanted('plugin_name'));
      expectToolError(
        await call('create_agent', `{"name":"x","config":{"instructions":${text}}}`),
        wanted('config.instructions'),
      );
      expectToolError(
        await call('create_agent', `{"name":"x","idempotency_key":${text}}`),
        wanted('idempotency_key'),
      );
      expectToolError(await call('create_agent', `{"name":"x",${text}:1}`), [{ code: 'unrecognized_keys' }]);
    });

    it('are refused, naming the field: NUL', async () => {
      const text = '"a\\u0000b"';
      expect((await rest(`{"name":${text}}`)).body.details).toMatchObject([{ field: 'name' }]);
      expect((await test.rest('GET', '/v1/agents?search=a%00b', { key })).body.details).toMatchObject([
        { field: 'search' },
      ]);
      expectToolError(await call('list_agents', `{"search":${text}}`), [{ field: 'search' }]);
      expectToolError(await call('get_plugin', `{"plugin_name":${text}}`), [{ field: 'plugin_name' }]);
      expectToolError(await call('create_agent', `{"name":"x","idempotency_key":${text}}`), [
        { field: 'idempotency_key' },
      ]);
    });

    it.each([
      ['a byte that UTF-8 does not have', [0xff]],
      ['half a surrogate pair', [0xed, 0xa0, 0x80]],
      ['a character cut off', [0xf0, 0x9f, 0xa6]],
      ['an overlong form', [0xc0, 0xaf]],
    ])('are not JSON if they are not UTF-8: %s', async (_, bytes) => {
      const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);
      expectFlat(await rest(body), 400, 'invalid_request');
      const reply = await test.mcp.raw(body, { key });
      expect([reply.status, reply.error.code]).toEqual([400, -32700]);
    });
  });

  describe('of another content type', () => {
    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/vnd.api+json',
      'application/json; charset=latin1',
      'application/json; charset=utf-16le',
      'application/json; charset="UTF-16"',
      'application/json; charset=utf-7',
      'application/jsonx',
      'json',
    ])('are 415: %s', async (type) => {
      expectFlat(await rest('{"name":"Typed"}', { 'content-type': type }), 415, 'unsupported_media_type');
    });

    it.each(['zstd', 'compress', 'nonsense'])('are 415 in an encoding nobody reads: %s', async (encoding) => {
      expectFlat(
        await rest('{"name":"Encoded"}', { 'content-encoding': encoding }),
        415,
        'unsupported_media_type',
      );
    });

    it('are 400 if they are not what their encoding says', async () => {
      expectFlat(await rest('{"name":"Not gzip"}', { 'content-encoding': 'gzip' }), 400, 'invalid_request');
    });

    it.each([
      'application/json',
      'APPLICATION/JSON',
      'application/json;charset=utf-8',
      'application/json ; charset="UTF-8"',
    ])('are read if that only looks so: %s', async (type) => {
      const reply = await rest(JSON.stringify({ name: randomUUID() }), { 'content-type': type });
      expect(reply.status).toBe(201);
    });
  });
});

describe('bad request lines and headers', () => {
  let test: TestApp;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp();
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  it.each([
    '/v1/agents/%',
    '/v1/agents/%ff',
    '/v1/agents/%ed%a0%80',
    '/v1/agents/%00',
    '/v1/plugins/%2e%2e',
    '/v1/agents/%2e%2e%2fskills',
  ])('an id that no encoding can mean is 400: %s', async (path) => {
    const reply = await rawGet(test.url, path, key);
    expect([path, reply.status, reply.error]).toEqual([path, 400, 'invalid_request']);
    // Such a call is asked for a credential and counted like any other.
    expect(reply.remaining).toMatch(/^\d+$/);
    expect((await rawGet(test.url, path, 'duvo_live_nobody')).status).toBe(401);
  });

  it.each(['/api/admin/api-keys/%ff', '/api/settings/members/%', '/docs/%ff', '/%ff'])(
    'outside of the API too: %s',
    async (path) => {
      const reply = await rawGet(test.url, path, key);
      expect([path, reply.status, reply.error]).toEqual([path, 400, 'invalid_request']);
    },
  );

  it.each([
    'limit=1&limit=2',
    'limit=1e1',
    'limit=%31%30%00',
    'limit=+1',
    'limit=01',
    'limit=',
    'limit[]=1',
    'limit%5B%5D=1',
    'runnable=TRUE',
    'created_by=x',
  ])('a query that is nearly right is 400: %s', async (query) => {
    const reply = await test.rest('GET', `/v1/agents?${query}`, { key });
    expect([query, reply.status, reply.body.error]).toEqual([query, 400, 'invalid_request']);
  });

  it.each(['', 'x'.repeat(256), 'é'])('an Idempotency-Key that is none is 400: "%s"', async (value) => {
    const reply = await test.rest('POST', '/v1/agents', {
      key,
      body: { name: 'Keyed' },
      headers: { 'idempotency-key': value },
    });
    expect([reply.status, reply.body.details]).toMatchObject([400, [{ field: 'Idempotency-Key' }]]);
  });

  it.each(['has space', 'x'.repeat(65), 'é', '<script>'])(
    'an x-request-id that is none is replaced: "%s"',
    async (value) => {
      const reply = await test.rest('GET', '/v1/profile', { key, headers: { 'x-request-id': value } });
      expect(reply.status).toBe(200);
      expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it.each([
    ['content-length: twelve'],
    ['content-length: 5\r\ncontent-length: 6'],
    ['transfer-encoding: chunked\r\ncontent-length: 5'],
    ['transfer-encoding: nonsense'],
  ])('a length that contradicts itself is refused before anything is read: %j', async (lines) => {
    const socket = await RawSocket.open(test.url);
    socket.write(
      `POST /v1/agents HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${lines}\r\n\r\n{"name":"Smuggled"}`,
    );
    expect(await socket.until(/^HTTP\/1\.1 \d{3} /)).toMatch(/^HTTP\/1\.1 400 /);
    socket.close();
  });

  it('an unknown path is 404 and a known path with another method 405, with the methods it has', async () => {
    expect((await test.rest('GET', '/v1/nothing-here', { key })).body.error).toBe('not_found');
    const reply = await test.rest('PUT', '/v1/agents', { key, body: {} });
    expect([reply.status, reply.body.error]).toEqual([405, 'method_not_allowed']);
    expect(reply.headers.get('allow')).toBe('GET, POST');
  });

  it.each([
    ['GET', '/v1/nothing-here'],
    ['PUT', '/v1/agents'],
  ])('and without a credential neither is said: %s %s', async (method, path) => {
    const reply = await test.rest(method, path);
    expect([reply.status, reply.body.error]).toEqual([401, 'invalid_token']);
  });
});

/** fetch would tidy such a path up. */
async function rawGet(
  url: string,
  path: string,
  key: string,
): Promise<{ status: number; error: string; remaining: string | undefined }> {
  const socket = await RawSocket.open(url);
  socket.head('GET', path, { authorization: `Bearer ${key}`, connection: 'close' });
  const text = await socket.until(/\r\n\r\n.*}/s);
  socket.close();
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]),
    error: JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)).error,
    remaining: /^x-ratelimit-remaining: (.*)\r$/im.exec(text)?.[1],
  };
}
