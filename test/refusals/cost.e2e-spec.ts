import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { message } from './support/message';
import type { McpEra } from '../support/mcp-client';

const LIMITS = 'api=100000/86400,api_user=100000/86400,api_team=100000/86400,unauthenticated=4/86400';

describe('what a call costs', () => {
  let test: TestApp;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp({
      env: { RATE_LIMITS: LIMITS },
      alone: 'each process answers once more before it knows that an address is blocked',
    });
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  const left = async (asked: string): Promise<number> => {
    const reply = await test.rest('GET', '/v1/profile', { key: asked });
    return Number(reply.headers.get('x-ratelimit-remaining'));
  };
  /** Units that the work takes from the key, measured from outside. */
  const spent = async (work: () => Promise<unknown>, by = key): Promise<number> => {
    const before = await left(by);
    await work();
    return before - (await left(by)) - 1;
  };
  const send = (era: McpEra, method: string, params = {}, by = key) => {
    const { body, headers } = message(era, method, params);
    return test.mcp.raw(JSON.stringify(body), { key: by, headers });
  };

  it.each([
    ['a request', 'GET', '/v1/agents', undefined],
    ['an answer of 404', 'GET', '/v1/agents/00000000-0000-4000-8000-000000000000', undefined],
    ['a path that does not exist', 'POST', '/v1/nothing-here', '{}'],
    ['a method that the path does not have', 'PUT', '/v1/agents', '{}'],
    ['a refused query', 'GET', '/v1/agents?limit=0', undefined],
    ['a malformed body', 'POST', '/v1/agents', '{"name":'],
    ['a body over the limit', 'POST', '/v1/agents', JSON.stringify({ name: 'x'.repeat(2_000_000) })],
    ['a body that ends in the middle of a character', 'POST', '/v1/agents', '"\ud83e'],
  ])('is 1 as REST: %s', async (_, method, path, rawBody) => {
    expect(await spent(() => test.rest(method, path, { key, ...(rawBody && { rawBody }) }))).toBe(1);
  });

  it('is 1 as REST: a body of another type', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(await spent(() => test.rest('POST', '/v1/agents', { key, rawBody: 'x', headers }))).toBe(1);
  });

  it('is 1 for a refusal for want of permission, as REST and as tool', async () => {
    const viewer = test.world.acme.keys.viewer;
    expect(await spent(() => test.rest('POST', '/v1/agents', { key: viewer, body: {} }), viewer)).toBe(1);
    expect(await spent(() => test.mcp.call('create_agent', {}, { key: viewer }), viewer)).toBe(1);
    const reader = test.world.acme.readOnlyKey;
    expect(await spent(() => test.mcp.call('create_agent', {}, { key: reader }), reader)).toBe(1);
  });

  describe.each(['modern', 'legacy'] as const)('%s era', (era) => {
    it.each([
      ['a tool call', 'tools/call', { name: 'list_agents', arguments: {} }],
      ['a tool call with refused arguments', 'tools/call', { name: 'list_agents', arguments: { bogus: 1 } }],
      ['a tool call without its id', 'tools/call', { name: 'get_agent', arguments: {} }],
      ['a call of no tool', 'tools/call', { name: 'nope', arguments: {} }],
      ['a call without a name', 'tools/call', {}],
      ['a list', 'tools/list', {}],
      ['a list with a cursor', 'tools/list', { cursor: 'x' }],
      ['a ping', 'ping', {}],
      ['a discovery', 'server/discover', {}],
      ['a handshake', 'initialize', {}],
      ['a method nobody knows', 'no-such-method', {}],
      ['a subscription', 'subscriptions/listen', { notifications: {} }],
      ['a notification', 'notifications/initialized', {}],
    ])('is 1: %s', async (_, method, params) => {
      expect(await spent(() => send(era, method, params))).toBe(1);
    });
  });

  it.each(['not json', '[]', '{}', '{"jsonrpc":"2.0","id":null,"method":"ping"}', ''])(
    'is 1 for a body that is no message: %s',
    async (body) => {
      expect(await spent(() => test.mcp.raw(body, { key }))).toBe(1);
    },
  );

  it('is 1 for a message over 15 MiB, of another type, or by another method', async () => {
    expect(await spent(() => test.mcp.raw(Buffer.alloc(20_000_000, 0x20), { key }))).toBe(1);
    const headers = { 'content-type': 'text/plain' };
    expect(await spent(() => test.mcp.raw('{}', { key, headers }))).toBe(1);
    expect(await spent(() => test.rest('GET', '/v1/mcp', { key }))).toBe(1);
  });

  it('is shared by REST and tools, per key, user and team', async () => {
    const buckets = async (): Promise<Record<string, number>> => {
      const { body } = await test.rest('GET', '/v1/limits', { key });
      return Object.fromEntries(body.rate_limits.map((limit: any) => [limit.bucket, limit.remaining]));
    };
    const before = await buckets();
    await test.mcp.call('list_agents', {}, { key });
    await test.rest('GET', '/v1/agents', { key });
    const after = await buckets();
    for (const bucket of ['api', 'api_user', 'api_team']) {
      expect([bucket, (before[bucket] ?? 0) - (after[bucket] ?? 0)]).toEqual([bucket, 3]);
    }
  });

  it('is nothing for a call that a shared bucket refuses, which is a 429 for both', async () => {
    const own = await createTestApp({ env: { RATE_LIMITS: 'api=3/86400' } });
    try {
      const { owner } = own.world.acme.keys;
      for (let call = 0; call < 3; call += 1) await own.rest('GET', '/v1/profile', { key: owner });
      const rest = await own.rest('GET', '/v1/agents', { key: owner });
      const tool = await own.mcp.call('list_agents', {}, { key: owner });
      const list = await own.mcp.list({ key: owner });
      for (const reply of [rest, tool, list]) {
        expect(reply.status).toBe(429);
        expect(reply.body).toMatchObject({
          error: 'rate_limited',
          details: [{ field: 'bucket', code: 'api' }],
        });
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(reply.headers.get('x-ratelimit-limit')).toBe('3');
        expect(reply.headers.get('x-ratelimit-remaining')).toBe('0');
        expect(Number(reply.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
      }
    } finally {
      await own.close();
    }
  });

  // Last, because it blocks this address for everybody without a known key.
  it('of a bad credential is on the address, the same as REST and as tool', async () => {
    const key401 = 'duvo_live_nonsense';
    const rest = async () => (await test.rest('GET', '/v1/agents', { key: key401 })).status;
    const tool = async () => (await test.mcp.call('list_agents', {}, { key: key401 })).status;
    expect([await rest(), await tool(), await rest()]).toEqual([401, 401, 401]);
    // Known keys still pass a blocked address for as long as they are remembered, which is a few seconds.
    await left(key);
    expect([await tool(), await rest(), await tool()]).toEqual([401, 429, 429]);
    const blocked = await test.mcp.call('list_agents', {});
    expect(blocked.body).toMatchObject({ error: 'rate_limited', details: [{ code: 'unauthenticated' }] });
    expect(await spent(() => test.mcp.call('list_agents', {}, { key }))).toBe(1);
  });
});
