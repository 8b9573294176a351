import { checkListEntry, PROFILES } from '@app/openapi-tools';
import { storedEntries } from '../audit/support/trail';
import type { McpOptions } from '../support/mcp-client';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const MAX_TOKENS = 1500;
const SEARCH = '?mode=search';
const NAMES = ['call_tool', 'describe_tools', 'search_tools'];

describe('the search view', () => {
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    test = await createTestApp();
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  const through = (name: unknown, args: unknown, options: McpOptions = {}) =>
    test.mcp.call('call_tool', { name, arguments: args }, { key, query: SEARCH, ...options });
  const found = async (query: string, options: McpOptions = {}): Promise<string[]> => {
    const { result } = await test.mcp.call('search_tools', { query }, { key, query: SEARCH, ...options });
    return result.structuredContent.tools.map(({ name }: { name: string }) => name);
  };

  it.each(PROFILES)(
    'lists three tools in at most 1,500 tokens, as hosts of profile %s accept them',
    async (profile) => {
      for (const era of ['modern', 'legacy'] as const) {
        const { result } = await test.mcp.list({ key, era, query: `${SEARCH}&profile=${profile}` });
        expect(result.tools.map(({ name }: { name: string }) => name)).toEqual(NAMES);
        expect(result.tools.flatMap((tool: object) => checkListEntry(tool, profile))).toEqual([]);
        const tokens = JSON.stringify(result.tools).length / 4;
        if (era === 'modern') process.stdout.write(`search view, ${profile}: ${tokens.toFixed(0)} tokens\n`);
        expect(tokens).toBeLessThanOrEqual(MAX_TOKENS);
      }
    },
  );

  it('is chosen by header too, and the URL wins', async () => {
    const headers = { 'x-mcp-mode': 'search' };
    expect((await test.mcp.list({ key, headers })).result.tools).toHaveLength(3);
    expect((await test.mcp.list({ key, headers, query: '?mode=all' })).result.tools).toHaveLength(62);
  });

  it('leads from words to a call, in both eras', async () => {
    for (const era of ['modern', 'legacy'] as const) {
      expect(await found('which agents do we have', { era })).toContain('list_agents');
      const { result } = await test.mcp.call(
        'describe_tools',
        { names: ['list_agents', 'nope'] },
        { key, era, query: SEARCH },
      );
      const { result: listed } = await test.mcp.list({ key, query: '?tools=list_agents' });
      expect(result.structuredContent).toEqual({ tools: listed.tools, unknown: ['nope'] });
      expect(result.resultType).toBe(era === 'modern' ? 'complete' : undefined);
      const called = await through('list_agents', { limit: 1 }, { era });
      const direct = await test.mcp.call('list_agents', { limit: 1 }, { key, era });
      expect(called.result.structuredContent).toEqual(direct.result.structuredContent);
      expect(called.result.content).toEqual(direct.result.content);
    }
    expect((await through('list_agents', undefined)).result.isError).toBe(false);
  });

  it('gives as many as asked for, with what is needed to choose', async () => {
    const ask = (limit: number) =>
      test.mcp.call('search_tools', { query: 'case', limit }, { key, query: SEARCH });
    const { tools, total } = (await ask(2)).result.structuredContent;
    expect(tools).toHaveLength(2);
    expect(total).toBeGreaterThan(10);
    expect(Object.keys(tools[0])).toEqual(['name', 'title', 'description', 'read_only']);
    expect((await ask(0)).result).toMatchObject({ isError: true });
  });

  it('shows and finds only what the caller may see; a call of the rest gets the answer of the guards', async () => {
    const { keys, readOnlyKey } = test.world.acme;
    const viewer = { key: keys.viewer };
    expect(await found('create an agent')).toContain('create_agent');
    expect(await found('create an agent', viewer)).not.toContain('create_agent');
    const { result } = await test.mcp.call(
      'describe_tools',
      { names: ['create_agent'] },
      { ...viewer, query: SEARCH },
    );
    expect(result.structuredContent).toEqual({ tools: [], unknown: ['create_agent'] });
    const refused = await through('create_agent', { name: 'x' }, viewer);
    expect(refused.result).toMatchObject({ isError: true, structuredContent: { error: 'forbidden' } });
    const scope = await through('create_agent', { name: 'x' }, { key: readOnlyKey });
    expect(scope).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect((await through('list_agents', {}, { key: 'nonsense' })).status).toBe(401);
  });

  it('keeps to the other selectors', async () => {
    const query = `${SEARCH}&readonly=1&toolsets=agents,skills`;
    expect(await found('create a skill', { query })).not.toContain('create_skill');
    expect(await found('list cases of a queue', { query })).not.toContain('list_cases');
    const before = await test.rest('GET', '/v1/agents', { key });
    const outside = await through('create_agent', { name: 'must not exist' }, { query });
    const unknown = await through('no_such_tool', {}, { query });
    for (const reply of [outside, unknown]) {
      expect(reply.result).toMatchObject({
        isError: true,
        structuredContent: { error: 'invalid_request', details: [{ field: 'name' }] },
      });
    }
    const after = await test.rest('GET', '/v1/agents', { key });
    expect(after.body).toEqual(before.body);
    expect((await through('list_agents', {}, { query })).result.isError).toBe(false);
    const { result } = await test.mcp.list({ key, query });
    for (const tool of result.tools) expect(tool.annotations.readOnlyHint).toBe(true);
    const { result: all } = await test.mcp.list({ key, query: SEARCH });
    expect(all.tools[0].annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
  });

  it('has no other tools, and elsewhere there are none of its own', async () => {
    const direct = await test.mcp.call('list_agents', {}, { key, query: SEARCH });
    expect(direct).toMatchObject({ status: 200, error: { code: -32602 } });
    for (const name of NAMES) {
      const { error } = await test.mcp.call(name, { query: 'x', names: ['x'], name: 'list_agents' }, { key });
      expect(error).toMatchObject({ code: -32602 });
    }
  });

  it.each([
    ['call_tool', { name: 'call_tool', arguments: { name: 'list_agents' } }],
    ['call_tool', { name: 'list_agents', arguments: [] }],
    ['call_tool', { arguments: {} }],
    ['call_tool', { name: 'list_agents', limit: 1 }],
    ['call_tool', { name: 7 }],
    ['search_tools', {}],
    ['search_tools', { query: 'x'.repeat(5000) }],
    ['describe_tools', { names: 'list_agents' }],
    ['describe_tools', { names: Array.from({ length: 50 }, (_, i) => `t${i}`) }],
  ])('refuses bad arguments of %s in words, case %#', async (name, args) => {
    const { status, result } = await test.mcp.call(name, args, { key, query: SEARCH });
    expect(status).toBe(200);
    expect(result).toMatchObject({ isError: true, structuredContent: { error: 'invalid_request' } });
    expect(result.structuredContent.details.length).toBeGreaterThan(0);
  });

  it('validates, audits and logs a call under the name of the real tool', async () => {
    const bad = await through('get_agent', { agent_id: 'x' }, { headers: { 'x-request-id': 'within' } });
    const direct = await test.mcp.call('get_agent', { agent_id: 'x' }, { key });
    const own = ['request_id'];
    const shared = (value: object) => Object.entries(value).filter(([name]) => !own.includes(name));
    expect(shared(bad.result.structuredContent)).toEqual(shared(direct.result.structuredContent));
    const entries = await storedEntries(test);
    expect(entries.find((entry) => entry.request_id === 'within')).toMatchObject({
      source: 'mcp',
      operation_id: 'get_agent',
      status: 400,
      error_code: 'invalid_request',
    });
    expect(test.logs.find((line) => line.request_id === 'within')).toMatchObject({
      operation: 'get_agent',
      tool: 'get_agent',
    });
  });

  it('reads a number in place of words as words', async () => {
    const { result } = await test.mcp.call('search_tools', { query: 7 }, { key, query: SEARCH });
    expect(result).toMatchObject({ isError: false, structuredContent: { tools: [] } });
  });

  it('gives in openai-strict what JSON text stands for', async () => {
    const query = `${SEARCH}&profile=openai-strict`;
    const { result } = await test.mcp.list({ key, query });
    expect(result.tools[0].inputSchema.required).toEqual(['arguments', 'name']);
    const { result: called } = await through('get_agent', '{"agent_id":"x"}', { query });
    expect(called.structuredContent.details[0].field).toBe('agent_id');
  });
});

describe('limits in the search view', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMITS: 'api=3/600' } });
  });
  afterAll(() => test.close());

  it('count every search and every call once', async () => {
    const options = { key: test.world.acme.keys.owner, query: SEARCH };
    const replies = [
      await test.mcp.call('search_tools', { query: 'agents' }, options),
      await test.mcp.call('call_tool', { name: 'list_agents' }, options),
      await test.mcp.call('list_agents', {}, { key: options.key }),
      await test.mcp.call('call_tool', { name: 'list_agents' }, options),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  });
});
