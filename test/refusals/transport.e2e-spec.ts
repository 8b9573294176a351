import { request as httpRequest } from 'node:http';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import type { McpEra, McpReply } from '../support/mcp-client';
import { ENVELOPE, message } from './support/message';
import type { Message } from './support/message';

const MIB = 1024 * 1024;
const CANNOT_HAPPEN = 'no-such-method';

/** Rows of the transport table, each by its title; what differs between the eras stands side by side. */
describe.each(['modern', 'legacy'] as const)('POST /v1/mcp, %s era', (era: McpEra) => {
  let test: TestApp;
  let key: string;
  const isModern = era === 'modern';

  beforeAll(async () => {
    test = await createTestApp({ env: { ALLOWED_ORIGINS: 'https://app.example.com' } });
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  /** Sends a well-formed message of the era, after the test has spoilt it. */
  const send = (
    method: string,
    params: Record<string, unknown> = {},
    spoil: (message: Message) => void = () => {},
  ) => {
    const made = message(era, method, params);
    spoil(made);
    return test.mcp.raw(JSON.stringify(made.body), { key, headers: made.headers });
  };
  const sendRaw = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    test.mcp.raw(body, { key, headers: { ...message(era, 'tools/list').headers, ...headers } });

  const expectError = (reply: McpReply, status: number, code: number, id: unknown) => {
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect({ ...reply.body, error: { code: reply.error?.code } }).toEqual({
      jsonrpc: '2.0',
      id,
      error: { code },
    });
    expect(typeof reply.error.message).toBe('string');
  };
  const expectFlat = (reply: McpReply, status: number, error: string) => {
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.body).toMatchObject({ error, request_id: reply.headers.get('x-request-id') });
  };

  it('request, valid', async () => {
    const reply = await send('tools/call', { name: 'get_profile', arguments: {} });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.body).toMatchObject({ jsonrpc: '2.0', id: 7, result: { isError: false } });
    expect(Object.keys(reply.body).sort()).toEqual(['id', 'jsonrpc', 'result']);
    expect(reply.result.resultType).toBe(isModern ? 'complete' : undefined);
  });

  it.each([
    ['a known one', { method: 'notifications/cancelled', params: { requestId: 1 } }],
    ['an unknown one', { method: 'notifications/never-heard-of', params: {} }],
  ])('notification, known or not: %s', async (_, { method, params }) => {
    const made = message(era, method, params);
    delete made.body.id;
    const reply = await test.mcp.raw(JSON.stringify(made.body), { key, headers: made.headers });
    expect([reply.status, reply.text]).toEqual([202, '']);
  });

  it('JSON-RPC response posted', async () => {
    const reply = await sendRaw(JSON.stringify({ jsonrpc: '2.0', id: 1, result: {} }));
    expect([reply.status, reply.text]).toEqual([202, '']);
  });

  it.each(['GET', 'DELETE', 'PUT', 'PATCH'])('GET, DELETE, other methods: %s', async (method) => {
    const reply = await test.rest(method, '/v1/mcp', { key, headers: message(era, 'tools/list').headers });
    expect(reply.headers.get('allow')).toBe('POST');
    expectError({ ...reply, result: undefined, error: reply.body?.error }, 405, -32600, null);
  });

  it('OPTIONS (preflight)', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
    const reply = await test.rest('OPTIONS', '/v1/mcp', { headers });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    const allowed = reply.headers.get('access-control-allow-headers')?.toLowerCase().split(', ');
    for (const name of [
      'authorization',
      'content-type',
      'mcp-protocol-version',
      'mcp-method',
      'mcp-name',
      'mcp-session-id',
      'last-event-id',
    ])
      expect(allowed).toContain(name);
    const exposed = reply.headers.get('access-control-expose-headers')?.toLowerCase().split(', ');
    for (const name of [
      'www-authenticate',
      'mcp-session-id',
      'retry-after',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ])
      expect(exposed).toContain(name);
  });

  it('Mcp-Session-Id, Last-Event-ID sent', async () => {
    const reply = await send('tools/list', {}, ({ headers }) => {
      headers['mcp-session-id'] = 'made-up';
      headers['last-event-id'] = '42';
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('mcp-session-id')).toBeNull();
  });

  it.each(['application/json', 'text/event-stream', '*/*', 'text/html'])(
    'Accept lacks one of the two types: %s',
    async (accept) => {
      const hot = await send('tools/list', {}, ({ headers }) => (headers.accept = accept));
      expect([hot.status, hot.body.id]).toEqual([200, 7]);
      const cold = await send(
        isModern ? 'server/discover' : 'ping',
        {},
        ({ headers }) => (headers.accept = accept),
      );
      expect([cold.status, cold.body.id]).toEqual([200, 7]);
      expect(cold.headers.get('content-type')).toMatch(/^application\/json/);
    },
  );

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data; boundary=x',
    '',
  ])('content type not JSON: "%s"', async (type) => {
    const reply = await send('tools/list', {}, ({ headers }) => (headers['content-type'] = type));
    expectError(reply, 415, -32000, null);
  });

  it.each(['{"jsonrpc":', '{]', 'null null', '\u0000', '{"a":1}trailing', "{'a':1}"])(
    'body not JSON: %j',
    async (body) => {
      expectError(await sendRaw(body), 400, -32700, null);
    },
  );

  it('body over 15 MiB', async () => {
    expectError(await sendRaw(Buffer.alloc(20_000_000, 0x20)), 413, -32600, null);
    const padded = JSON.stringify({ ...message(era, 'tools/list').body, pad: 'x'.repeat(15 * MIB) });
    expectError(await sendRaw(padded), 413, -32600, null);
  });

  it.each([
    '{}',
    '1',
    '"text"',
    'null',
    'true',
    '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":null,"method":"tools/list"}',
    '{"jsonrpc":"2.0","id":{},"method":"tools/list"}',
    '{"jsonrpc":"2.0","id":1}',
    '{"jsonrpc":"2.0","id":1,"method":5}',
    '',
  ])('JSON, but not a JSON-RPC message; id: null; empty body: %s', async (body) => {
    expectError(await sendRaw(body), 400, -32600, null);
  });

  it.each(['[]', '[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]', '[1,[2]]'])(
    'batch: %s',
    async (body) => {
      for (const version of ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28']) {
        expectError(await sendRaw(body, { 'mcp-protocol-version': version }), 400, -32600, null);
      }
    },
  );

  it('version header missing, or unlike the envelope', async () => {
    const missing = await send('tools/list', {}, ({ headers }) => delete headers['mcp-protocol-version']);
    if (!isModern) {
      expect(missing.status).toBe(200);
      return;
    }
    expectError(missing, 400, -32020, 7);
    const unlike = await send(
      'tools/list',
      {},
      ({ headers }) => (headers['mcp-protocol-version'] = '2025-11-25'),
    );
    expectError(unlike, 400, -32020, 7);
  });

  it('version not served', async () => {
    const asked = isModern ? '2027-01-01' : '2024-11-05';
    const reply = await send('tools/list', {}, ({ headers, body }) => {
      headers['mcp-protocol-version'] = asked;
      if (isModern) body.params._meta['io.modelcontextprotocol/protocolVersion'] = asked;
    });
    if (isModern) {
      expectError(reply, 400, -32022, 7);
      expect(reply.error.data).toEqual({ supported: ['2026-07-28'], requested: asked });
    } else expectError(reply, 400, -32000, null);
  });

  it.each(Object.keys(ENVELOPE))(
    'envelope missing under a modern header, or incomplete: %s',
    async (part) => {
      if (!isModern) return;
      const bare = await send('tools/list', {}, ({ body }) => delete body.params._meta);
      expectError(bare, 400, -32602, 7);
      expect(bare.error.data.envelope).toBeDefined();
      const incomplete = await send('tools/list', {}, ({ body }) => delete body.params._meta[part]);
      expectError(incomplete, 400, -32602, 7);
      expect(incomplete.error.data.envelope).toBeDefined();
    },
  );

  it.each([
    ['Mcp-Method missing', (headers: Record<string, string>) => delete headers['mcp-method']],
    ['Mcp-Method different', (headers: Record<string, string>) => (headers['mcp-method'] = 'tools/list')],
    ['Mcp-Name missing', (headers: Record<string, string>) => delete headers['mcp-name']],
    ['Mcp-Name different', (headers: Record<string, string>) => (headers['mcp-name'] = 'list_agents')],
  ])('%s on a call', async (_, spoil) => {
    const call = { name: 'get_profile', arguments: {} };
    const reply = await send('tools/call', call, ({ headers }) => {
      if (!isModern) Object.assign(headers, { 'mcp-method': 'tools/call', 'mcp-name': 'get_profile' });
      spoil(headers);
    });
    if (!isModern) {
      expect(reply.result.isError).toBe(false);
      return;
    }
    expectError(reply, 400, -32020, 7);
    expect(reply.error.data.mismatch).toBeDefined();
  });

  it('Mcp-Name in base64 form is decoded first', async () => {
    const call = { name: 'get_profile', arguments: {} };
    const encode = (name: string) => `=?base64?${Buffer.from(name).toString('base64')}?=`;
    const same = await send(
      'tools/call',
      call,
      ({ headers }) => (headers['mcp-name'] = encode('get_profile')),
    );
    expect(same.result.isError).toBe(false);
    const other = await send(
      'tools/call',
      call,
      ({ headers }) => (headers['mcp-name'] = encode('list_agents')),
    );
    if (isModern) expectError(other, 400, -32020, 7);
    else expect(other.result.isError).toBe(false);
  });

  it('initialize', async () => {
    const params = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    };
    const reply = await send('initialize', params);
    if (isModern) {
      expectError(reply, 404, -32601, 7);
      const headerOnly = await send('initialize', params, ({ body }) => delete body.params._meta);
      expectError(headerOnly, 400, -32020, 7);
      return;
    }
    expect(reply.status).toBe(200);
    expect(reply.result).toMatchObject({
      protocolVersion: '2025-06-18',
      capabilities: { tools: { listChanged: false } },
      serverInfo: { name: expect.any(String), version: expect.any(String) },
    });
    expect(reply.headers.get('mcp-session-id')).toBeNull();
    const unknown = await send('initialize', { ...params, protocolVersion: '1999-01-01' });
    expect(unknown.result.protocolVersion).toBe('2025-11-25');
  });

  it('server/discover', async () => {
    const reply = await send('server/discover');
    if (!isModern) return expectError(reply, 200, -32601, 7);
    expect(reply.status).toBe(200);
    expect(reply.result).toMatchObject({
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: { listChanged: false } },
      cacheScope: 'private',
    });
  });

  it('ping', async () => {
    const reply = await send('ping');
    if (isModern) return expectError(reply, 404, -32601, 7);
    expect([reply.status, reply.body]).toEqual([200, { jsonrpc: '2.0', id: 7, result: {} }]);
  });

  it('tools/list', async () => {
    const reply = await send('tools/list');
    expect(reply.status).toBe(200);
    expect(reply.result.tools.length).toBeGreaterThan(0);
    if (isModern)
      expect(reply.result).toMatchObject({ resultType: 'complete', ttlMs: 300_000, cacheScope: 'private' });
    else expect(Object.keys(reply.result)).toEqual(['tools']);
    for (const cursor of ['next', '']) expectError(await send('tools/list', { cursor }), 200, -32602, 7);
  });

  it('subscriptions/listen', async () => {
    const reply = await send('subscriptions/listen', isModern ? { notifications: {} } : {});
    if (!isModern) return expectError(reply, 200, -32601, 7);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(reply.headers.get('x-accel-buffering')).toBe('no');
    const events = reply.text
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)));
    expect(events).toHaveLength(2);
    expect(events[0].method).toMatch(/acknowledged$/);
    expect(events[1]).toMatchObject({ id: 7, result: expect.any(Object) });
  });

  it.each([
    CANNOT_HAPPEN,
    'resources/list',
    'resources/read',
    'prompts/list',
    'logging/setLevel',
    'completion/complete',
  ])('unknown method, resources/*, prompts/*, logging/*: %s', async (method) => {
    expectError(await send(method), isModern ? 404 : 200, -32601, 7);
  });

  it('tasks/*', async () => {
    const named = await send('tasks/get', { taskId: 't' }, ({ headers }) => {
      if (isModern) headers['mcp-name'] = 't';
    });
    expectError(named, isModern ? 404 : 200, -32601, 7);
    const unnamed = await send('tasks/get', { taskId: 't' });
    if (isModern) expectError(unnamed, 400, -32020, 7);
  });

  it.each(['never_heard_of', '__proto__', 'constructor', 'toString', '', 'LIST_AGENTS'])(
    'unknown tool: "%s"',
    async (name) => {
      expectError(await send('tools/call', { name, arguments: {} }), 200, -32602, 7);
    },
  );

  it('out-of-view tool', async () => {
    const made = message(era, 'tools/call', { name: 'create_agent', arguments: { name: 'Hidden' } });
    for (const query of ['?readonly=1', '?toolsets=files', '?tools=list_agents']) {
      const reply = await test.mcp.raw(JSON.stringify(made.body), { key, headers: made.headers, query });
      expectError(reply, 200, -32602, 7);
    }
  });

  it('a tool that only the role forbids is called all the same, and the guard answers', async () => {
    const made = message(era, 'tools/call', { name: 'create_agent', arguments: { name: 'Forbidden' } });
    const viewer = test.world.acme.keys.viewer;
    const reply = await test.mcp.raw(JSON.stringify(made.body), { key: viewer, headers: made.headers });
    expect(reply.status).toBe(200);
    expect(reply.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'forbidden', status: 403 },
    });
  });

  it('tools/call without name, or arguments not an object', async () => {
    expectError(await send('tools/call', { arguments: {} }), 200, -32602, 7);
    for (const wrong of [[], 'text', 1, null, true]) {
      expectError(await send('tools/call', { name: 'get_profile', arguments: wrong }), 200, -32602, 7);
    }
  });

  it('bad arguments, API failure, business error', async () => {
    const cases = [
      { name: 'list_agents', arguments: { limit: 0 }, error: 'invalid_request', status: 400 },
      { name: 'get_plugin', arguments: { plugin_name: 'no-such' }, error: 'not_found', status: 404 },
      { name: 'create_agent', arguments: { name: 'invoice processor' }, error: 'name_taken', status: 409 },
    ];
    for (const { error, status, ...call } of cases) {
      const reply = await send('tools/call', call);
      expect(reply.status).toBe(200);
      expect(reply.result.isError).toBe(true);
      expect(reply.result.structuredContent).toMatchObject({ error, status, retryable: false });
    }
  });

  it('Host not allowed', async () => {
    for (const host of ['evil.example.com', 'localhost.evil.example.com', '127.0.0.1.nip.io', '']) {
      const reply = await withHost(test.url, host, key);
      expect([reply.status, reply.body]).toMatchObject([
        403,
        { jsonrpc: '2.0', id: null, error: { code: -32600 } },
      ]);
    }
    expect((await withHost(test.url, 'localhost:1234', key)).status).toBe(200);
  });

  it('Origin present and not allowed', async () => {
    for (const origin of [
      'https://evil.example.com',
      'null',
      'https://app.example.com.evil.example.com',
      'file://',
    ]) {
      const reply = await send('tools/list', {}, ({ headers }) => (headers.origin = origin));
      expectError(reply, 403, -32600, null);
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    }
    const allowed = await send(
      'tools/list',
      {},
      ({ headers }) => (headers.origin = 'https://app.example.com'),
    );
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });

  it('no credential comes after Host and Origin', async () => {
    const made = message(era, 'tools/list');
    const refused = await test.mcp.raw(JSON.stringify(made.body), {
      headers: { ...made.headers, origin: 'https://evil.example.com' },
    });
    expectError(refused, 403, -32600, null);
    expectFlat(
      await test.mcp.raw(JSON.stringify(made.body), { headers: made.headers }),
      401,
      'invalid_token',
    );
  });
});

/** fetch does not let a caller choose the Host header. */
function withHost(url: string, host: string, key: string): Promise<{ status: number; body: any }> {
  const { body, headers } = message('legacy', 'ping');
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${url}/v1/mcp`,
      {
        method: 'POST',
        setHost: false,
        headers: { ...headers, host, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
