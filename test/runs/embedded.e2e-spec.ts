import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HumanRequestExpiry, RunWatch } from '@app/public-api';
import { sql } from 'drizzle-orm';
import { givenRun, givenWaiting } from './support/drive';
import { AGENTS, forceRun, rowOf, rows, seen, useRuns } from './support/runs-world';

const folder = mkdtempSync(join(tmpdir(), 'duvo-runs-'));

describe('runs on the embedded database', () => {
  const world = useRuns({ MAX_LIVE_RUNS_PER_TEAM: '3' }, `pglite://${join(folder, 'data')}`);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() =>
    world.app.database.handle.execute(sql`truncate runs, human_requests, run_messages cascade`),
  );

  const told = (replies: { status: number; body: any }[]) =>
    replies.map(({ status, body }) => (body.error as string | undefined) ?? String(status)).sort();

  it('has three places for ten starts at the same time', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.as('member').post('/v1/runs', { agent_id: AGENTS.supportTriage }),
      ),
    );
    expect(told(replies)).toEqual([
      ...Array<string>(3).fill('201'),
      ...Array<string>(7).fill('concurrency_limit'),
    ]);
  });

  it('takes one of 50 responses', async () => {
    const { runId, requestId } = await givenWaiting(world);
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        world.as('manager').post(`/v1/human-requests/${requestId}/respond`, { approved: true }),
      ),
    );
    expect(told(replies)).toEqual(['200', ...Array<string>(49).fill('already_responded')]);
    expect(await rowOf(world, 'runs', runId)).toMatchObject({ status: 'running', message_count: 2 });
  });

  it('numbers messages without gap when a stop comes among them', async () => {
    const runId = await givenRun(world, 'running');
    const [stopped, ...posted] = await Promise.all([
      world.as('manager').post(`/v1/runs/${runId}/stop`, {}),
      ...Array.from({ length: 20 }, (_, index) =>
        world.as('manager').post(`/v1/runs/${runId}/messages`, { message: `Message ${index}` }),
      ),
    ]);
    expect(stopped.body).toMatchObject({ success: true, message: null });
    const accepted = posted.filter(({ status }) => status === 201).length;
    const messages = await rows(
      world.app,
      sql`select sequence from run_messages where run_id = ${runId} order by sequence`,
    );
    expect(messages).toEqual(Array.from({ length: accepted + 1 }, (_, index) => ({ sequence: index + 1 })));
  });

  it('sweeps: overdue and lost runs, expired requests', async () => {
    const overdue = await givenRun(world, 'running');
    await forceRun(world, overdue, sql`active_since = now() - interval '1 hour'`);
    const lost = await givenRun(world, 'starting');
    await forceRun(world, lost, sql`lease_until = now() - interval '1 second', takeovers = 2`);
    const { runId: asking, requestId } = await givenWaiting(world);
    await world.app.database.handle.execute(
      sql`update human_requests set expires_at = now() - interval '1 second' where id = ${requestId}`,
    );
    expect(await world.app.get(RunWatch).failOverdue(10)).toBe(1);
    expect(await world.app.get(RunWatch).recoverLost(10)).toBe(1);
    expect(await world.app.get(HumanRequestExpiry).expireDue(10)).toBe(1);
    const codes = await Promise.all(
      [overdue, lost, asking].map(async (id) => (await seen(world, id)).error.code as string),
    );
    expect(codes).toEqual(['timeout', 'executor_lost', 'human_request_expired']);
  });
});
