import { demoId } from '@app/public-api';
import { examplesOf } from '../parity/examples';
import { DEMO_AGENTS, DEMO_QUEUES } from '../parity/support/demo';
import { operationsOf } from '../parity/support/operations';
import type { ApiOperation } from '../parity/support/operations';
import { outcomeOfRest, outcomeOfTool } from '../parity/support/outcome';
import type { Outcome } from '../parity/support/outcome';
import { placeRest } from '../parity/support/place';
import type { Args } from '../parity/support/place';
import { openTwins } from '../parity/support/twins';
import type { Twins } from '../parity/support/twins';
import { GRANTS, PERMISSION_OF, READS, ROLES } from './expected';
import type { Role } from './expected';

/** What a role gets, as REST request and as tool call; each on an application of its own. */
async function ask(
  twins: Twins,
  key: string,
  operation: ApiOperation,
  args: Args,
): Promise<{ rest: Outcome; tool: Outcome }> {
  const { method, url, headers, body } = placeRest(operation, args);
  const [rest, tool] = await Promise.all([
    twins.rest.app.rest(method, url, { key, headers, ...(body !== undefined && { rawBody: body }) }),
    twins.mcp.app.mcp.call(operation.id, args, { key }),
  ]);
  return { rest: outcomeOfRest(rest), tool: outcomeOfTool(tool) };
}

const told = ({ status, body }: Outcome): string =>
  status < 400 ? 'allowed' : `${status} ${body.error as string}`;

/** Of the manager: a run, what it asks, and the queue that only an agent of the manager consumes. */
const MANAGERS = {
  run: demoId('run', 'question'),
  request: demoId('human_request', 'question'),
  case: demoId('case', 'Cannot sign in'),
  bulk: { queue_id: DEMO_QUEUES.support, case_ids: [demoId('case', 'Cannot sign in')] },
} as const;

describe('roles and permissions', () => {
  let twins: Twins;
  let operations: ApiOperation[];

  beforeAll(async () => {
    twins = await openTwins();
    operations = operationsOf(twins.rest.app.document);
  }, 180_000);
  afterAll(() => twins.close());

  const grantOf = (role: Role, operation: ApiOperation): string => {
    const permission = PERMISSION_OF[operation.id];
    if (permission === undefined)
      throw new Error(`${operation.id} is not in test/permissions/expected.ts; add its permission.`);
    return permission === 'any' ? '✓' : (GRANTS[permission]?.[ROLES.indexOf(role)] ?? '–');
  };

  it('knows every operation of the document, and no other', () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(PERMISSION_OF).sort());
  });

  it('is what the document says', () => {
    const declared = Object.fromEntries(operations.map(({ id, permission }) => [id, permission]));
    expect(declared).toEqual(PERMISSION_OF);
  });

  it.each(ROLES)('lets a %s do what the table says, as REST and as tool', async (role) => {
    const found: Record<string, string[]> = {};
    const expected: Record<string, string[]> = {};
    for (const operation of operations) {
      const args = Object.values(examplesOf(operation, twins.seeds[role]))[0] ?? {};
      const { rest, tool } = await ask(twins, twins.world.acme.keys[role], operation, args);
      found[operation.id] = [told(rest), told(tool)];
      const verdict = grantOf(role, operation) === '–' ? '403 forbidden' : 'allowed';
      expected[operation.id] = [verdict, verdict];
    }
    expect(found).toEqual(expected);
  });

  it.each(ROLES)('lists to a %s the tools that the table allows, in both eras', async (role) => {
    const allowed = operations.filter((operation) => grantOf(role, operation) !== '–').map(({ id }) => id);
    for (const era of ['modern', 'legacy'] as const) {
      const { result } = await twins.mcp.app.mcp.list({ key: twins.world.acme.keys[role], era });
      expect(result.tools.map(({ name }: { name: string }) => name)).toEqual(allowed.sort());
    }
  });

  it('lists reading tools only to a key that may only read, and refuses the others for want of scope', async () => {
    const key = twins.world.acme.readOnlyKey;
    const { result } = await twins.mcp.app.mcp.list({ key });
    expect(result.tools.map(({ name }: { name: string }) => name)).toEqual([...READS].sort());
    const found: Record<string, string> = {};
    for (const operation of operations) {
      const args = Object.values(examplesOf(operation, twins.seeds['read-only key']))[0] ?? {};
      const { rest, tool } = await ask(twins, key, operation, args);
      expect(told(tool)).toBe(told(rest));
      found[operation.id] = told(rest);
    }
    const verdict = (id: string) => (READS.includes(id) ? 'allowed' : '403 insufficient_scope');
    expect(found).toEqual(Object.fromEntries(operations.map(({ id }) => [id, verdict(id)])));
  });

  const OF_ANOTHER: Readonly<Record<string, Args>> = {
    update_agent: { agent_id: DEMO_AGENTS.supportTriage.id, description: 'Not mine' },
    create_revision: { agent_id: DEMO_AGENTS.supportTriage.id, config: { instructions: 'Not mine' } },
    update_revision: { revision_id: DEMO_AGENTS.supportTriage.live, name: 'Not mine' },
    promote_revision: { revision_id: DEMO_AGENTS.supportTriage.live },
    get_run: { run_id: MANAGERS.run },
    list_run_messages: { run_id: MANAGERS.run },
    post_run_message: { run_id: MANAGERS.run, message: 'Not mine' },
    stop_run: { run_id: MANAGERS.run },
    respond_to_human_request: { request_id: MANAGERS.request, approved: true },
    update_case: { case_id: MANAGERS.case, title: 'Not mine' },
    bulk_delegate_cases: { ...MANAGERS.bulk, agent_id: DEMO_AGENTS.supportTriage.id },
    bulk_retry_cases: MANAGERS.bulk,
    bulk_update_case_status: { ...MANAGERS.bulk, status: 'failed' },
  };
  /** Lists leave out what is not the caller's own. */
  const FILTERED = ['list_runs', 'list_human_requests'];

  it('has an item of somebody else for each operation that a builder has on own items only', () => {
    const own = operations.filter((operation) => grantOf('builder', operation) === 'own');
    expect(own.map(({ id }) => id).sort()).toEqual([...Object.keys(OF_ANOTHER), ...FILTERED].sort());
  });

  it.each(Object.keys(OF_ANOTHER))('refuses %s to a builder on what belongs to another', async (id) => {
    const operation = operations.find((known) => known.id === id) as ApiOperation;
    const { rest, tool } = await ask(twins, twins.world.acme.keys.builder, operation, OF_ANOTHER[id] ?? {});
    expect([told(rest), told(tool)]).toEqual(['403 forbidden', '403 forbidden']);
  });
});
