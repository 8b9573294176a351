import { checkListEntry, PROFILES } from '@app/openapi-tools';
import type { McpOptions } from '../support/mcp-client';
import { createTestApp, type TestApp } from '../support/test-app';

describe('profiles of the list of tools', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it.each(PROFILES)('%s is listed as its hosts accept it, with the same names', async (profile) => {
    const key = test.world.acme.keys.owner;
    const { result } = await test.mcp.list({ key, query: `?profile=${profile}` });
    expect(result.tools.flatMap((tool: object) => checkListEntry(tool, profile))).toEqual([]);
    const { result: plain } = await test.mcp.list({ key });
    const names = (list: any): string[] => list.tools.map(({ name }: { name: string }) => name);
    expect(names(result)).toEqual(names(plain));
  });

  it('openai-strict is called with every key, and null for what is left out', async () => {
    const key = test.world.acme.keys.owner;
    const options = { key, query: '?profile=openai-strict' };
    const { result } = await test.mcp.list(options);
    const tool = result.tools.find(({ name }: { name: string }) => name === 'list_agents');
    const nulls = Object.fromEntries(tool.inputSchema.required.map((name: string) => [name, null]));
    expect(Object.keys(nulls).length).toBeGreaterThan(0);
    const strict = await test.mcp.call('list_agents', nulls, options);
    expect(strict.result.isError).toBeFalsy();
    const plain = await test.mcp.call('list_agents', {}, { key });
    expect(strict.result.structuredContent).toEqual(plain.result.structuredContent);
    // Elsewhere null is no value of a query parameter.
    const elsewhere = await test.mcp.call('list_agents', nulls, { key });
    expect(elsewhere.result.isError).toBe(true);
  });

  it('an error keeps its structure in every profile that lists no output schema', async () => {
    const key = test.world.acme.keys.owner;
    for (const profile of PROFILES) {
      const { result } = await test.mcp.call(
        'get_agent',
        { agent_id: 'x' },
        { key, query: `?profile=${profile}` },
      );
      expect(result.isError).toBe(true);
      expect(result.structuredContent !== undefined).toBe(profile !== 'full-2020-12');
    }
  });

  it('is chosen by who the client says it is, unless the request names one', async () => {
    const key = test.world.acme.keys.owner;
    const profileOf = async (options: McpOptions): Promise<string | undefined> => {
      const { result } = await test.mcp.list({ key, ...options });
      const shown = JSON.stringify(result.tools);
      for (const profile of ['safe', 'gemini', 'lean'] as const) {
        const named = await test.mcp.list({ key, query: `?profile=${profile}` });
        if (JSON.stringify(named.result.tools) === shown) return profile;
      }
      return undefined;
    };
    const info = { 'io.modelcontextprotocol/clientInfo': { name: 'gemini-cli-mcp-client', version: '1' } };
    const agent = { 'user-agent': 'google-genai-sdk/1.2' };
    expect(await profileOf({})).toBe('safe');
    expect(await profileOf({ meta: info })).toBe('gemini');
    expect(await profileOf({ meta: info, query: '?readonly=0' })).toBe('gemini');
    expect(await profileOf({ headers: agent })).toBe('gemini');
    expect(await profileOf({ headers: agent, era: 'legacy' })).toBe('gemini');
    expect(await profileOf({ headers: { ...agent, 'x-mcp-profile': 'safe' } })).toBe('safe');
    expect(await profileOf({ meta: info, query: '?profile=lean' })).toBe('lean');
  });
});
