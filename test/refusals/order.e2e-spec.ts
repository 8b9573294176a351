import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { parse } from '../support/rest-client';

/** Calls that one key may make before it is limited. */
const LIMIT = 60;

interface Answer {
  readonly status: number;
  readonly error: string;
}

type Ask = (test: TestApp, key: string | undefined) => Promise<Answer>;

const TWO_MIB = 'x'.repeat(2 * 1024 * 1024);

const rest =
  (method: string, path: string, options: { rawBody?: string; type?: string } = {}): Ask =>
  async (test, key) => {
    const { status, body } = await test.rest(method, path, {
      key,
      ...(options.rawBody !== undefined && { rawBody: options.rawBody }),
      ...(options.type && { headers: { 'content-type': options.type } }),
    });
    return { status, error: body.error };
  };

const tool =
  (name: string, args: unknown): Ask =>
  async (test, key) => {
    const reply = await test.mcp.call(name, args, { key });
    const body = reply.status === 200 ? reply.result.structuredContent : reply.body;
    return { status: body.status ?? reply.status, error: body.error };
  };

const message =
  (text: string): Ask =>
  async (test, key) => {
    const { status, text: answer } = await test.mcp.raw(text, { key });
    const body = parse(answer);
    return { status, error: String(body.error?.code ?? body.error) };
  };

/** What is wrong with the request itself, and what it costs a caller who may do everything. */
const FAULTS: readonly { fault: string; ask: Ask; last: Answer }[] = [
  {
    fault: 'REST: malformed JSON',
    ask: rest('POST', '/v1/skills', { rawBody: '{"name":' }),
    last: { status: 400, error: 'invalid_request' },
  },
  {
    fault: 'REST: refused fields',
    ask: rest('POST', '/v1/skills', { rawBody: '{"nome":1}' }),
    last: { status: 400, error: 'invalid_request' },
  },
  {
    fault: 'REST: malformed id',
    ask: rest('DELETE', '/v1/skills/not-a-uuid'),
    last: { status: 400, error: 'invalid_request' },
  },
  {
    fault: 'REST: body too large',
    ask: rest('POST', '/v1/skills', { rawBody: JSON.stringify({ name: TWO_MIB }) }),
    last: { status: 413, error: 'payload_too_large' },
  },
  {
    fault: 'REST: wrong content type',
    ask: rest('POST', '/v1/skills', { rawBody: '<skill/>', type: 'application/xml' }),
    last: { status: 415, error: 'unsupported_media_type' },
  },
  {
    fault: 'tool: unknown and missing arguments',
    ask: tool('create_skill', { nome: 1 }),
    last: { status: 400, error: 'invalid_request' },
  },
  {
    fault: 'tool: malformed id',
    ask: tool('delete_skill', { skill_id: 'not-a-uuid' }),
    last: { status: 400, error: 'invalid_request' },
  },
  {
    fault: 'tool: no id',
    ask: tool('delete_skill', {}),
    last: { status: 400, error: 'invalid_request' },
  },
  {
    fault: 'tool: an id that tries to leave its path',
    ask: tool('delete_skill', { skill_id: '../agents' }),
    last: { status: 400, error: 'invalid_request' },
  },
  {
    fault: 'tool: body too large',
    ask: tool('create_skill', { name: 'a', description: 'b', content: TWO_MIB }),
    last: { status: 413, error: 'payload_too_large' },
  },
];

describe('several faults in one request', () => {
  let test: TestApp;
  let limited: string;

  beforeAll(async () => {
    const limits = `api=${LIMIT}/86400,api_user=100000/86400,api_team=100000/86400,unauthenticated=1000/60`;
    test = await createTestApp({ env: { RATE_LIMITS: limits } });
    const { acme, newKey } = test.world;
    limited = await newKey(acme.teamId, acme.userIds.viewer);
    for (let call = 0; call < LIMIT; call += 1) await test.rest('GET', '/v1/profile', { key: limited });
  });
  afterAll(() => test.close());

  describe.each(FAULTS)('$fault', ({ ask, last }) => {
    it('is no matter without a credential: 401', async () => {
      expect(await ask(test, undefined)).toEqual({ status: 401, error: 'invalid_token' });
    });

    it('is no matter with a bad credential: 401', async () => {
      expect(await ask(test, 'duvo_live_nonsense')).toEqual({ status: 401, error: 'invalid_token' });
      expect(await ask(test, test.world.acme.revokedKey)).toEqual({ status: 401, error: 'invalid_token' });
    });

    it('is no matter to a caller who is limited, and would be forbidden: 429', async () => {
      expect(await ask(test, limited)).toEqual({ status: 429, error: 'rate_limited' });
    });

    it('is no matter to a caller whose role forbids it: 403', async () => {
      expect(await ask(test, test.world.acme.keys.viewer)).toEqual({ status: 403, error: 'forbidden' });
    });

    it('is no matter to a credential that lacks the scope: 403', async () => {
      const answer = await ask(test, test.world.acme.readOnlyKey);
      expect(answer).toEqual({ status: 403, error: 'insufficient_scope' });
    });

    it('is answered to whoever may make the call', async () => {
      expect(await ask(test, test.world.acme.keys.owner)).toEqual(last);
    });
  });

  describe.each([
    { fault: 'MCP: malformed JSON', ask: message('{"jsonrpc":'), last: { status: 400, error: '-32700' } },
    { fault: 'MCP: a batch', ask: message('[]'), last: { status: 400, error: '-32600' } },
    {
      fault: 'MCP: no such tool',
      ask: message('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nope"}}'),
      last: { status: 200, error: '-32602' },
    },
  ])('$fault', ({ ask, last }) => {
    it('comes after credential and limit', async () => {
      expect(await ask(test, undefined)).toEqual({ status: 401, error: 'invalid_token' });
      expect(await ask(test, 'duvo_live_nonsense')).toEqual({ status: 401, error: 'invalid_token' });
      expect(await ask(test, limited)).toEqual({ status: 429, error: 'rate_limited' });
      expect(await ask(test, test.world.acme.keys.viewer)).toEqual(last);
    });
  });
});
