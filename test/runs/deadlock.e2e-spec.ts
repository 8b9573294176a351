import { sql } from 'drizzle-orm';
import { until } from '../support/until';
import { givenWaiting } from './support/drive';
import { expectError, rows, seen, useRuns } from './support/runs-world';

/** The product holds to one order of locks; what does not, such as an operator at work, must not end in a 500. */
describe('a call that the database ends to let another one pass', () => {
  const world = useRuns();

  /** Makes a call that locks the run, then what it asks, wait for somebody who does so the other way round. */
  async function deadlocked<T>(call: (runId: string) => Promise<T>): Promise<{ runId: string; reply: T }> {
    const { database } = world.app;
    const { runId, requestId } = await givenWaiting(world);
    const waiting = () =>
      rows<{ n: number }>(
        world.app,
        sql`select count(*)::int as n from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
      );
    let pending: Promise<T> | undefined;
    await database.transaction(async () => {
      // The one that waits for longest looks for a circle first, and ends itself.
      await database.query("set local deadlock_timeout = '30s'");
      await database.query('select from human_requests where id = $1 for update', [requestId]);
      pending = database.detached(() => call(runId));
      await until(async () => (((await database.detached(waiting))[0]?.n ?? 0) > 0 ? true : undefined));
      await database.query('select from runs where id = $1 for update', [runId]);
    });
    return { runId, reply: await pending! };
  }

  it('is told to try again', async () => {
    const stop = (id: string) => world.as('manager').post(`/v1/runs/${id}/stop`, {});
    const { runId, reply } = await deadlocked(stop);
    expectError(reply, 409, 'conflict');
    expect(reply.body.message).toBe(
      'Other calls changed the same items at this moment; nothing was done. Try again.',
    );
    expect(await seen(world, runId)).toMatchObject({ status: 'waiting' });
    expect((await stop(runId)).body).toMatchObject({ success: true, message: null });
  });

  it('is told so as a tool, and can use its key again', async () => {
    const post = (id: string) =>
      world.app.mcp.call(
        'post_run_message',
        { run_id: id, message: 'Never mind.', idempotency_key: 'again' },
        { key: world.app.world.acme.keys.manager },
      );
    const { runId, reply } = await deadlocked(post);
    expect(reply.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'conflict', status: 409 },
    });
    const { result } = await post(runId);
    expect(result).toMatchObject({ isError: false, structuredContent: { run: { status: 'running' } } });
  });

  it('is no failure for the log', () => {
    const levels = world.app.logs.map(({ level }) => Number(level));
    expect(levels.filter((level) => level >= 50)).toEqual([]);
  });
});
