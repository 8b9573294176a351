import { sql } from 'drizzle-orm';
import { isActive, isLive } from './model';
import type { Model } from './model';
import { LIVE_LIMIT } from './model-world';
import type { ModelWorld } from './model-world';

/** The product is in the state that the model says, and nothing of it contradicts itself. */
export async function expectSame(model: Model, world: ModelWorld): Promise<void> {
  const runs = await runsOf(world);
  expect(runs.map(shownRun)).toEqual(model.runs.map((run) => expectedRun(model, run.id)).sort(byId));
  const cases = await casesOf(world);
  expect(cases.map(shownCase)).toEqual(model.cases.map((one) => expectedCase(world, one)).sort(byId));
  await expectTranscripts(model, world);
  await expectSandboxes(model, world);
  for (const run of runs) expectConsistentRun(run);
  for (const one of cases) expectConsistentCase(one);
  expect(runs.filter(({ is_live }) => is_live).length).toBeLessThanOrEqual(LIVE_LIMIT);
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

const runsOf = (world: ModelWorld): Promise<any[]> =>
  world.rows(sql`
    select r.*, r.status in ('pending', 'starting', 'running', 'waiting') as is_live,
      (select coalesce(json_agg(h.id), '[]') from human_requests h where h.run_id = r.id and h.status = 'pending') as asked,
      (select count(*)::int from run_messages m where m.run_id = r.id) as messages,
      (select coalesce(max(m.sequence), 0) from run_messages m where m.run_id = r.id) as last_sequence,
      exists (select from pgboss.job j where j.singleton_key = r.id::text and j.state in ('created', 'retry')) as has_job
    from runs r where r.team_id = ${world.teamId} order by r.id`);

const casesOf = (world: ModelWorld): Promise<any[]> =>
  world.rows(sql`
    select c.*, r.status as run_status,
      (select count(*)::int from case_events e where e.case_id = c.id and e.type = 'claimed') as claims
    from cases c left join runs r on r.id = c.claimed_by_run_id
    where c.team_id = ${world.teamId} order by c.id`);

const shownRun = (row: any) => ({
  id: row.id,
  status: row.status,
  caseId: row.case_id,
  holder: row.lease_id,
  takeovers: row.takeovers,
  asked: row.asked,
});

function expectedRun(model: Model, id: string) {
  const { status, caseId, holder, takeovers, request } = model.runs.find((run) => run.id === id)!;
  return { id, status, caseId, holder, takeovers, asked: request ? [request.id] : [] };
}

const shownCase = (row: any) => ({
  id: row.id,
  status: row.status,
  held: row.held,
  assigned: row.assigned_agent_id,
  claimedBy: row.claimed_by_run_id,
  attempts: row.attempts,
});

function expectedCase(world: ModelWorld, one: Model['cases'][number]) {
  const { id, status, held, assigned, claimedBy, attempts } = one;
  return { id, status, held, assigned: assigned && world.agents.get(assigned), claimedBy, attempts };
}

/** Everything acknowledged is there, once and in order, and sequences have no gaps. */
async function expectTranscripts(model: Model, world: ModelWorld): Promise<void> {
  const rows = await world.rows(sql`
    select run_id, array_agg(text order by sequence) as texts from run_messages
    where team_id = ${world.teamId} and type = 'text' and role = 'user' group by run_id`);
  const said = new Map(rows.map(({ run_id, texts }) => [run_id, texts]));
  for (const run of model.runs) expect(said.get(run.id) ?? []).toEqual(run.said);
}

async function expectSandboxes(model: Model, world: ModelWorld): Promise<void> {
  const rows = await world.rows(sql`select id, run_id from sandboxes where team_id = ${world.teamId}`);
  const users = new Map(rows.map(({ id, run_id }) => [id, run_id]));
  for (const { id, isExpired } of model.sandboxes)
    if (!isExpired) expect(users.get(id)).toBe(model.userOf(id)?.id ?? null);
}

function expectConsistentRun(row: any): void {
  const live = isLive(row);
  const active = isActive(row);
  expect({ ...row, completed: row.completed_at !== null }).toMatchObject({
    completed: !live,
    messages: row.message_count,
    last_sequence: row.message_count,
  });
  expect(row.asked).toHaveLength(row.status === 'waiting' ? 1 : 0);
  expect(row.error_code !== null).toBe(row.status === 'failed');
  expect(row.active_since !== null).toBe(active);
  if (!active) expect(row.lease_id).toBeNull();
  if (row.status !== 'completed') expect(row.result).toBeNull();
  if (active || row.status === 'waiting') expect(row.started_at).not.toBeNull();
  // Whoever waits for a worker has a job that brings one.
  if (row.status === 'pending' || (active && row.lease_id === null)) expect(row.has_job).toBe(true);
}

function expectConsistentCase(row: any): void {
  const claimed = row.status === 'in_progress' || row.status === 'needs_input';
  expect(row.claimed_by_run_id !== null).toBe(claimed);
  expect(row.claimed_at !== null).toBe(claimed);
  if (row.status === 'needs_input') expect(row.run_status).toBe('waiting');
  if (row.status === 'in_progress') expect(['pending', 'starting', 'running']).toContain(row.run_status);
  expect(row.completed_at !== null).toBe(row.status === 'completed' || row.status === 'failed');
  expect(row.postponed_to !== null).toBe(row.status === 'postponed');
  if (row.status !== 'failed') expect(row.error_code).toBeNull();
  if (row.held) expect(row.status).toBe('pending');
  expect(row.claims).toBe(row.attempts);
}
