import { ApiKeysService } from '@app/auth';
import { asTeamId } from '@app/database';
import type { TestApp } from '../support/test-app';
import { createTwoReplicas } from '../support/two-replicas';
import type { TwoReplicas } from '../support/two-replicas';
import { until } from '../support/until';

describe('the bound of a key', () => {
  let replicas: TwoReplicas;
  beforeAll(async () => {
    replicas = await createTwoReplicas();
  }, 180_000);
  afterAll(() => replicas.close());

  const keys = () => replicas.first.get(ApiKeysService);
  const teamId = () => asTeamId(replicas.first.world.acme.teamId);
  const make = (mcpBound?: string) =>
    keys().create(teamId(), { userId: replicas.first.world.acme.userIds.owner, name: 'bound', mcpBound });
  const namesIn = async (app: TestApp, key: string, query = ''): Promise<string[]> =>
    (await app.mcp.list({ key, query })).result.tools.map(({ name }: { name: string }) => name);

  it('is what hosts with the key see and can call; others and REST are not concerned', async () => {
    const { first } = replicas;
    const { secret: key } = await make('readonly=1&toolsets=agents,skills');
    const seen = ['get_agent', 'get_revision', 'get_skill', 'list_agents', 'list_revisions', 'list_skills'];
    expect(await namesIn(first, key)).toEqual(seen);
    expect(await namesIn(first, key, '?toolsets=skills')).toEqual(['get_skill', 'list_skills']);
    expect((await namesIn(first, first.world.acme.keys.owner)).length).toBeGreaterThan(60);
    const args = { name: 'bound' };
    expect(await first.mcp.call('create_agent', args, { key })).toMatchObject({
      status: 200,
      error: { code: -32602 },
    });
    expect((await first.mcp.call('list_agents', {}, { key })).result.isError).toBe(false);
    expect((await first.mcp.list({ key, query: '?tools=create_agent' })).error).toMatchObject({
      code: -32602,
    });
    expect((await first.rest('POST', '/v1/agents', { key, body: args })).status).toBe(201);
  });

  it('holds in the search view', async () => {
    const { first } = replicas;
    const { secret: key } = await make('toolsets=skills');
    const options = { key, query: '?mode=search' };
    const found = await first.mcp.call('search_tools', { query: 'create an agent', limit: 25 }, options);
    const { tools } = found.result.structuredContent;
    for (const { name } of tools) expect(name).toMatch(/skill/);
    const through = await first.mcp.call(
      'call_tool',
      { name: 'create_agent', arguments: { name: 'x' } },
      options,
    );
    expect(through.result).toMatchObject({ isError: true, structuredContent: { error: 'invalid_request' } });
  });

  it('is in force on every replica within a second of its change, and stays when the key is rotated', async () => {
    const { first, second } = replicas;
    const { apiKey, secret: key } = await make();
    expect((await namesIn(second, key)).length).toBeGreaterThan(60);
    await keys().setMcpBound(teamId(), apiKey.id, 'tools=list_agents');
    const changed = Date.now();
    await until(async () => (await namesIn(second, key)).length === 1);
    expect(Date.now() - changed).toBeLessThan(1000);
    const { userId, id } = apiKey;
    const rotated = await keys().rotate(teamId(), { id, userId, oldValidSeconds: 60 });
    expect(await namesIn(first, rotated?.secret ?? '')).toEqual(['list_agents']);
    await keys().setMcpBound(teamId(), apiKey.id, null);
    await until(async () => (await namesIn(second, key)).length > 60);
  });
});
