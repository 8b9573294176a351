import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { LimitRulesAdmin } from '@app/rate-limit';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { storedEntries } from './support/trail';

/** What two calls cannot have in common. */
const OWN = ['id', 'source', 'request_id', 'duration_ms', 'created_at'];

describe.each(DATABASES)('the entry of a call, as REST request and as tool, on $database', ({ embedded }) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ embedded });
  });
  afterAll(() => test.close());
  beforeEach(() => test.database.handle.execute(sql`delete from audit_entries`));

  const entries = () => storedEntries(test);
  const shared = (entry: any) =>
    Object.fromEntries(Object.entries(entry as object).filter(([name]) => !OWN.includes(name)));

  /** Makes the call both ways. @returns the one entry that both leave, but for what they cannot have in common */
  const entryOf = async (operation: string, rest: () => Promise<unknown>, tool: () => Promise<unknown>) => {
    await rest();
    await tool();
    const found = (await entries()).filter((entry) => entry.operation_id === operation);
    expect(found.map((entry) => entry.source)).toEqual(['api', 'mcp']);
    expect(shared(found[1])).toEqual(shared(found[0]));
    return found[0];
  };

  it('says who did what to what', async () => {
    const { acme } = test.world;
    const key = acme.keys.builder;
    const id = randomUUID();
    const entry = await entryOf(
      'get_agent',
      () => test.rest('GET', `/v1/agents/${id}`, { key, headers: { 'x-request-id': 'the-request' } }),
      () => test.mcp.call('get_agent', { agent_id: id }, { key }),
    );
    expect(entry).toMatchObject({
      team_id: acme.teamId,
      user_id: acme.userIds.builder,
      credential_type: 'api_key',
      client_id: null,
      role: 'builder',
      targets: { agent_id: id },
      status: 404,
      error_code: 'not_found',
      cost: 1,
      refused_bucket: null,
      shadow_refusals: null,
      request_id: 'the-request',
      ip: '127.0.0.1',
    });
    expect(Math.abs(Date.now() - new Date(entry.created_at as string).getTime())).toBeLessThan(60_000);
  });

  it('tells a refusal for want of a permission, and for bad input', async () => {
    const { keys } = test.world.acme;
    const create = (key: string) =>
      entryOf(
        'create_agent',
        () => test.rest('POST', '/v1/agents', { key, body: { name: '' } }),
        () => test.mcp.call('create_agent', { name: '' }, { key }),
      );
    expect(await create(keys.viewer)).toMatchObject({ status: 403, error_code: 'forbidden', role: 'viewer' });
    await test.database.handle.execute(sql`delete from audit_entries`);
    expect(await create(keys.owner)).toMatchObject({ status: 400, error_code: 'invalid_request' });
  });

  it('is there for no call without a credential that is known: nobody knows whose it is', async () => {
    await test.rest('GET', '/v1/agents');
    await test.rest('GET', '/v1/agents', { key: `duvo_live_${'0'.repeat(36)}` });
    await test.mcp.call('list_agents', {}, { key: 'nonsense' });
    expect(await entries()).toEqual([]);
  });

  it('names the bucket and rule that refused a call, and the rules on trial that would have', async () => {
    const { acme } = test.world;
    const key = acme.keys.member;
    const common = {
      subject: 'role',
      subjectId: 'member',
      bucket: 'api',
      windowSeconds: 60,
      enabled: true,
    } as const;
    const admin = test.get(LimitRulesAdmin);
    const trial = await admin.create(acme.teamId, { ...common, limit: 1, mode: 'shadow' }, null);
    const call = () => test.rest('GET', '/v1/roles', { key });
    const stored = async (where: string) => (await entries()).find((entry) => entry[where] !== null);
    const shadowed = await until(async () => (await call(), await stored('shadow_refusals')));
    expect(shadowed).toMatchObject({ status: 200, shadow_refusals: [trial.id], refused_bucket: null });
    await admin.remove(acme.teamId, trial.id);
    const rule = await admin.create(acme.teamId, { ...common, limit: 1, mode: 'enforce' }, null);
    await until(async () => ((await call()).status === 429 ? true : undefined));
    await entries();
    await test.database.handle.execute(sql`delete from audit_entries`);
    const refused = await entryOf('list_roles', call, () => test.mcp.call('list_roles', {}, { key }));
    expect(refused).toMatchObject({
      status: 429,
      error_code: 'rate_limited',
      refused_bucket: 'api',
      refused_rule_id: rule.id,
    });
    await admin.remove(acme.teamId, rule.id);
  });

  it('holds neither what was sent nor what was answered, nor a credential', async () => {
    const { keys } = test.world.acme;
    const secrets = ['sesame open', 'swordfish', 'hunter2', keys.owner];
    const [instructions, name, webhook] = secrets;
    const made = await test.rest('POST', '/v1/agents', {
      key: keys.owner,
      headers: { 'idempotency-key': 'swordfish', 'user-agent': 'hunter2' },
      body: { name, config: { instructions } },
    });
    expect(made.status).toBe(201);
    await test.mcp.call('create_agent', { name: webhook, config: { instructions } }, { key: keys.owner });
    await test.rest('GET', '/v1/agents', { key: keys.owner, query: { search: 'swordfish' } });
    await test.rest('POST', '/v1/runs', { key: keys.owner, rawBody: '{"agent_id": "sesame open' });
    const stored = await entries();
    expect(stored.map((entry) => entry.operation_id)).toEqual([
      'create_agent',
      'create_agent',
      'list_agents',
      'start_run',
    ]);
    for (const secret of secrets) expect(JSON.stringify(stored)).not.toContain(secret);
  });
});
