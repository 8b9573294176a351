import { convert } from '@app/openapi-tools';
import { ToolCatalogue } from '@app/mcp';
import type { McpOptions } from '../support/mcp-client';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const ADVICE = 'ai.duvo/advice';

const namesIn = async (test: TestApp, options: McpOptions = {}): Promise<string[]> => {
  const { result } = await test.mcp.list({ key: test.world.acme.keys.owner, ...options });
  return result.tools.map(({ name }: { name: string }) => name);
};

describe('the bound of a server', () => {
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    test = await createTestApp({ env: { MCP_BOUND: 'readonly=1&toolsets=skills,agents,not_yet_there' } });
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  const ALL = ['get_agent', 'get_revision', 'get_skill', 'list_agents', 'list_revisions', 'list_skills'];

  it('is what a request sees that asks for everything', async () => {
    expect(await namesIn(test)).toEqual(ALL);
    expect(await namesIn(test, { era: 'legacy' })).toEqual(ALL);
    expect(await namesIn(test, { query: '?readonly=0' })).toEqual(ALL);
  });

  it('can be narrowed and not widened', async () => {
    expect(await namesIn(test, { query: '?toolsets=skills' })).toEqual(['get_skill', 'list_skills']);
    for (const query of ['?tools=create_agent', '?toolsets=queues']) {
      const { error } = await test.mcp.list({ key, query });
      expect(error).toMatchObject({ code: -32602 });
      expect(error.message).toMatch(/create_agent|queues/);
    }
  });

  it('holds for calls, also through the search view, and not for REST', async () => {
    const args = { name: 'bound' };
    const direct = await test.mcp.call('create_agent', args, { key });
    expect(direct).toMatchObject({ status: 200, error: { code: -32602 } });
    const options = { key, query: '?mode=search' };
    const through = await test.mcp.call('call_tool', { name: 'create_agent', arguments: args }, options);
    expect(through.result).toMatchObject({ isError: true, structuredContent: { error: 'invalid_request' } });
    const found = await test.mcp.call('search_tools', { query: 'create an agent', limit: 25 }, options);
    for (const { name } of found.result.structuredContent.tools) expect(ALL).toContain(name);
    expect((await test.rest('POST', '/v1/agents', { key, body: args })).status).toBe(201);
  });
});

describe('a list that is too long for some hosts', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ alone: 'the tools are put into one process' });
  });
  afterAll(() => test.close());

  it('says so and names the search view; a short one does not', async () => {
    const key = test.world.acme.keys.owner;
    expect((await test.mcp.list({ key })).result._meta[ADVICE]).toBeUndefined();
    const policy = { 'x-permission': 'any', 'x-scope': 'mcp:read', 'x-body-limit': 1000 };
    const paths = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [
        `/v1/upstreams/many/o${i}`,
        { get: { operationId: `many_${i}`, ...policy } },
      ]),
    );
    test.get(ToolCatalogue).setGuests(convert({ openapi: '3.1.0', paths }).tools);
    const { result } = await test.mcp.list({ key });
    expect(result.tools).toHaveLength(162);
    expect(result._meta[ADVICE]).toMatch(/162 tools.*mode=search/);
    const reported = () => test.logs.filter((line) => JSON.stringify(line).includes('162 tools')).length;
    expect(reported()).toBe(1);
    await test.mcp.list({ key, era: 'legacy' });
    expect(reported()).toBe(1);
    const { result: search } = await test.mcp.list({ key, query: '?mode=search' });
    expect(search._meta[ADVICE]).toBeUndefined();
    expect(search.tools).toHaveLength(3);
  });
});
