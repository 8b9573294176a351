import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { DiscoveryService } from '@nestjs/core';
import { collectRoutes } from '@app/permissions';
import { browserAs } from '../settings/support';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('targets of an audit entry', () => {
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    test = await createTestApp();
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  /** Targets of the entries that a call left, made as REST request and as tool. */
  const targetsOf = async (operation: string, call: () => Promise<unknown>): Promise<any[]> => {
    await test.database.handle.execute(sql`delete from audit_entries where operation_id = ${operation}`);
    await call();
    await test.flushAudit();
    const { rows } = (await test.database.handle.execute<any>(
      sql`select targets from audit_entries where operation_id = ${operation} order by created_at, id`,
    )) as any;
    return rows.map(({ targets }: any) => targets);
  };
  const both =
    (method: string, url: string, name: string, body: object, place: object = {}) =>
    async () => {
      await test.rest(method, url, { key, body });
      await test.mcp.call(name, { ...place, ...body }, { key });
    };

  it('name the ids that travel in the body, REST and tool alike', async () => {
    const agentId = randomUUID();
    const call = both('POST', '/v1/runs', 'start_run', {
      agent_id: agentId,
      input: 'the invoice of Mr Smith',
    });
    expect(await targetsOf('start_run', call)).toEqual([{ agent_id: agentId }, { agent_id: agentId }]);
  });

  it('name lists of ids beside those of the path', async () => {
    const [queueId, agentId, ...caseIds] = Array.from({ length: 5 }, () => randomUUID());
    const body = { case_ids: caseIds, agent_id: agentId };
    const url = `/v1/queues/${queueId}/cases/bulk-delegate`;
    const call = both('POST', url, 'bulk_delegate_cases', body, { queue_id: queueId });
    const targets = { queue_id: queueId, case_ids: caseIds, agent_id: agentId };
    expect(await targetsOf('bulk_delegate_cases', call)).toEqual([targets, targets]);
  });

  it('name the ids of a query', async () => {
    const agentId = randomUUID();
    const targets = await targetsOf('list_runs', () =>
      test.rest('GET', '/v1/runs', { key, query: { agent_id: agentId } }),
    );
    expect(targets).toEqual([{ agent_id: agentId }]);
  });

  it('are ids alone: what else stands in such a field, or in a field of no name that is known, is left out', async () => {
    const secret = 'correct horse battery staple';
    const call = both('POST', '/v1/runs', 'start_run', {
      agent_id: secret,
      sandbox_id: [secret],
      evil_id: secret,
    });
    expect(await targetsOf('start_run', call)).toEqual([{}, {}]);
  });

  it('name what was made, REST and tool alike', async () => {
    const made: string[] = [];
    const targets = await targetsOf('create_queue', async () => {
      const rest = await test.rest('POST', '/v1/queues', { key, body: { name: 'by REST' } });
      const tool = await test.mcp.call('create_queue', { name: 'by tool' }, { key });
      made.push(rest.body.queue.id, tool.result.structuredContent.queue.id);
    });
    expect(targets).toEqual(made.map((id) => ({ queue_id: id })));
  });

  it('name a key that was made in the dashboard, and nothing of its secret', async () => {
    const browser = await browserAs(test, 'owner');
    let id = '';
    const targets = await targetsOf('settings_create_api_key', async () => {
      id = (await browser.send('POST', '/settings/api-keys', { name: 'audited' })).body.api_key.id;
    });
    expect(targets).toEqual([{ api_key_id: id }]);
  });

  it('name things that were made together', async () => {
    const { body } = await test.rest('POST', '/v1/queues', { key, body: { name: 'for cases' } });
    const queueId: string = body.queue.id;
    const url = `/v1/queues/${queueId}/cases`;
    let ids: string[] = [];
    const targets = await targetsOf('create_cases', async () => {
      const reply = await test.rest('POST', url, {
        key,
        body: { cases: [{ title: 'one' }, { title: 'two' }] },
      });
      ids = reply.body.cases.map(({ id }: any) => id);
    });
    expect(ids).toHaveLength(2);
    expect(targets).toEqual([{ queue_id: queueId, case_ids: ids }]);
  });

  it('are bounded', async () => {
    const queueId = randomUUID();
    const body = { case_ids: Array.from({ length: 5000 }, () => randomUUID()), agent_id: randomUUID() };
    const [targets] = await targetsOf('bulk_delegate_cases', () =>
      test.rest('POST', `/v1/queues/${queueId}/cases/bulk-delegate`, { key, body }),
    );
    expect(targets.case_ids).toEqual(body.case_ids.slice(0, 100));
  });

  it('come from the schemas of every operation', () => {
    const controllers = test.app.get(DiscoveryService, { strict: false }).getControllers();
    const routes = collectRoutes(controllers.map((wrapper) => wrapper.metatype as any));
    const known = Object.fromEntries(
      routes
        .filter(({ policy, idFields }) => policy.kind === 'operation' && idFields?.length)
        .map(({ policy, idFields }) => [policy.id, [...(idFields ?? [])].sort()]),
    );
    expect(known).toEqual(idInputsOf(test.document));
    expect(Object.keys(known).length).toBeGreaterThan(5);
  });
});

/** Query and body fields of the document's operations whose names say that they hold ids. */
function idInputsOf(document: any): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const operation of Object.values<any>(document.paths).flatMap((item) => Object.values<any>(item))) {
    const schema = operation.requestBody?.content['application/json'].schema ?? {};
    const body = schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : schema;
    const query = (operation.parameters ?? []).filter((parameter: any) => parameter.in === 'query');
    const names = [...query.map(({ name }: any) => name), ...Object.keys(body.properties ?? {})];
    const ids = names.filter((name) => /_ids?$/.test(name)).sort();
    if (ids.length > 0) found[operation.operationId] = ids;
  }
  return found;
}
