import { ApiException } from '@app/errors';
import { until } from '../support/until';
import {
  drive,
  givenCase,
  givenCases,
  givenConsumer,
  givenQueue,
  givenRun,
  givenWorkedOn,
  seen,
  useCases,
} from './support/cases-world';

/** A run that lost a race is refused with conflict; anything else is a fault. */
const tolerant = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 'conflict') return undefined;
    throw error;
  });

describe('cases in a race', () => {
  const world = useCases({ MAX_LIVE_RUNS_PER_TEAM: '1000', DATABASE_POOL_SIZE: '20' });
  let queueId: string;
  let agentId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  const bulk = async (operation: string, ids: readonly string[], fields: object = {}) => {
    const path = `/v1/queues/${queueId}/cases/${operation}`;
    const reply = await world.as('manager').post(path, { case_ids: ids, ...fields });
    expect([200, 409]).toContain(reply.status);
    if (reply.status === 409) expect(reply.body.error).toBe('conflict');
    return reply;
  };
  const delegate = (ids: readonly string[]) => bulk('bulk-delegate', ids, { agent_id: agentId });

  /** Whatever was done: a case names a run exactly while one works on it, and that run is live. */
  const expectConsistent = async () => {
    const { rows } = await world.app.database.query<{ id: string }>(
      `select c.id, c.status, r.status as run from cases c left join runs r on r.id = c.claimed_by_run_id
       where (c.claimed_by_run_id is not null) <> (c.status in ('in_progress', 'needs_input'))
          or (c.claimed_by_run_id is not null and r.status not in ('pending', 'starting', 'running', 'waiting'))
          or (c.status = 'needs_input') <> (coalesce(r.status, '') = 'waiting')`,
    );
    expect(rows).toEqual([]);
  };
  const deadlocks = async () => {
    const { rows } = await world.app.database.query<{ deadlocks: number }>(
      'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
    );
    return rows[0]!.deadlocks;
  };

  it('takes cases in the order of their ids, whatever the order of their runs', async () => {
    const { database } = world.app;
    const [low, high] = (await givenCases(world, queueId, Array(2).fill({ title: 'A case' })))
      .map(({ id }) => id as string)
      .sort();
    const runs = [await givenRun(world, agentId), await givenRun(world, agentId)].map(({ id }) => id).sort();
    // The first run works on the last case.
    await world.work.claim(world.teamId, { runId: runs[0]!, caseId: high! });
    await world.work.claim(world.teamId, { runId: runs[1]!, caseId: low! });
    const isFree = async (id: string) => {
      const lock = 'select from cases where id = $1 for no key update skip locked';
      return (await database.query(lock, [id])).rows.length === 1;
    };
    const waiting = `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    let reply: ReturnType<typeof delegate> | undefined;
    await database.transaction(async () => {
      await database.query('select from cases where id = $1 for no key update', [low]);
      reply = database.detached(() => delegate([high!, low!]));
      await until(async () =>
        (await database.query<{ n: number }>(waiting)).rows[0]!.n > 0 ? true : undefined,
      );
      expect(await database.detached(() => isFree(high!))).toBe(true);
    });
    expect((await reply)?.body).toMatchObject({ delegated_count: 2, interrupted_run_ids: runs });
  });

  it('delegates against stops, ends, claims and other bulk calls, without a deadlock or a lost case', async () => {
    for (let round = 0; round < 4; round += 1) {
      const worked = await Promise.all(
        Array.from({ length: 8 }, () => givenWorkedOn(world, { queueId, agentId })),
      );
      const open = await givenCases(world, queueId, Array(4).fill({ title: 'Open' }));
      const runs = await Promise.all(Array.from({ length: 6 }, () => givenRun(world, agentId)));
      const ids = [...worked.map(({ caseId }) => caseId), ...open.map(({ id }) => id)];
      const backwards = [...ids].reverse();
      await Promise.all([
        delegate(ids),
        bulk('bulk-retry', backwards),
        bulk('bulk-update-status', ids, { status: 'pending' }),
        delegate(backwards),
        ...worked.slice(0, 3).map(({ runId }) => tolerant(drive(world, runId, 'stop'))),
        ...worked.slice(3, 5).map(({ runId }) => tolerant(drive(world, runId, 'complete'))),
        ...worked
          .slice(5, 7)
          .map(({ runId, caseId }) =>
            tolerant(world.work.complete(world.teamId, runId, { caseId, result: null })),
          ),
        ...runs.map(({ id }) => world.work.claimNext(world.teamId, { runId: id, queueIds: [queueId] })),
        world.as('manager').patch(`/v1/cases/${ids[9]}`, { title: 'Changed' }),
        world.as('manager').delete(`/v1/cases/${ids[0]}`),
      ]);
      await expectConsistent();
    }
    expect(await deadlocks()).toBe(0);
  }, 180_000);

  it('gives a case that is claimed while it is taken over to one of the two', async () => {
    for (let round = 0; round < 10; round += 1) {
      const caseId = await givenCase(world, queueId);
      const { id: runId } = await givenRun(world, agentId);
      const [reply, claimed] = await Promise.all([
        delegate([caseId]),
        world.work.claim(world.teamId, { runId, caseId }),
      ]);
      expect(reply.body).toMatchObject({ delegated_count: 1 });
      const after = await seen(world, caseId);
      const { body } = await world.as('manager').get(`/v1/runs/${runId}`);
      if (reply.body.interrupted_run_ids.length > 0) {
        expect(claimed).toBeDefined();
        expect(after).toMatchObject({ status: 'pending', assigned_agent_id: agentId });
        expect(body.run.status).toBe('interrupted');
      } else {
        expect(after).toMatchObject(
          claimed ? { status: 'in_progress', claimed_by_run_id: runId } : { status: 'pending' },
        );
        expect(body.run.status).toBe('pending');
      }
    }
    await expectConsistent();
  });

  it('does not interrupt a run that closes its case first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
      const [reply] = await Promise.all([
        bulk('bulk-retry', [caseId]),
        tolerant(world.work.complete(world.teamId, runId, { caseId, result: 'Done' })),
      ]);
      expect(reply.body).toMatchObject({ retried_count: 1 });
      const closed = (await seen(world, caseId)).history.includes('completed');
      const { body } = await world.as('manager').get(`/v1/runs/${runId}`);
      expect(body.run.status).toBe(closed ? 'running' : 'interrupted');
      expect(reply.body.interrupted_run_ids).toEqual(closed ? [] : [runId]);
    }
  });

  it('deletes a case for one of several callers', async () => {
    const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => world.as('manager').delete(`/v1/cases/${caseId}`)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
    expect(replies.find(({ status }) => status === 200)?.body.interrupted_run_ids).toEqual([runId]);
  });

  it('creates cases in a queue, or deletes the queue, but not both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const empty = await givenQueue(world);
      const [created, deleted] = await Promise.all([
        world.as('manager').post(`/v1/queues/${empty}/cases`, { cases: [{ title: 'x' }] }),
        world.as('manager').delete(`/v1/queues/${empty}`),
      ]);
      expect([
        [201, 409],
        [404, 200],
      ]).toContainEqual([created.status, deleted.status]);
    }
  });
});
