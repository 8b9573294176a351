import { sql } from 'drizzle-orm';
import { RunSteps, RunWatch } from '@app/public-api';
import type { HeldRun } from '@app/public-api';
import { begin, bring, givenRun, LEASE_MS, say, take } from './support/drive';
import {
  AGENTS,
  forceRun,
  givenAgent,
  rowOf,
  rows,
  seen,
  startRun,
  transcript,
  useRuns,
} from './support/runs-world';

describe('RunWatch', () => {
  const world = useRuns();
  const watch = (): RunWatch => world.app.get(RunWatch);
  const steps = (): RunSteps => world.app.get(RunSteps);
  const jobsOf = (runId: string) =>
    rows(world.app, sql`select id from pgboss.job where data->>'run_id' = ${runId}`);
  const dropJobs = () => world.app.database.handle.execute(sql`truncate pgboss.job`);
  /** Has the worker of a run been silent for longer than its lease. */
  const silence = (runId: string) => forceRun(world, runId, sql`lease_until = now() - interval '1 second'`);
  /** Has a run have been active for so many seconds. */
  const age = (runId: string, seconds: number) =>
    forceRun(world, runId, sql`active_since = now() - ${seconds} * interval '1 second'`);

  beforeEach(async () => {
    await world.app.database.handle.execute(
      sql`truncate runs, human_requests, run_messages, webhook_deliveries cascade`,
    );
    await dropJobs();
  });

  describe('failOverdue', () => {
    it.each(['starting', 'running'] as const)('fails a %s run that took too long', async (status) => {
      const runId = await startRun(world.as('manager'), { webhook_url: 'https://9.9.9.9/hook' });
      await bring(world, runId, status);
      await age(runId, 901); // Support Triage may take 900 seconds.
      expect(await watch().failOverdue(10)).toBe(1);
      expect(await seen(world, runId)).toMatchObject({
        status: 'failed',
        error: { code: 'timeout', message: 'The run took longer than 900 seconds.' },
        completed_at: expect.any(String),
      });
      expect((await transcript(world, runId)).at(-1)).toMatchObject({
        type: 'status',
        text: 'Failed (timeout): The run took longer than 900 seconds.',
      });
      const told = await rows(world.app, sql`select event from webhook_deliveries where run_id = ${runId}`);
      expect(told).toEqual([{ event: 'run_failed' }]);
    });

    it('leaves one alone that has time left', async () => {
      const runId = await givenRun(world, 'running');
      await age(runId, 890);
      expect(await watch().failOverdue(10)).toBe(0);
      expect(await seen(world, runId)).toMatchObject({ status: 'running' });
    });

    it('takes the bound from the config that the run started with', async () => {
      const agentId = await givenAgent(world.as('manager'), { max_duration_seconds: 10 });
      const runId = await givenRun(world, 'running', world.as('manager'), { agent_id: agentId });
      await age(runId, 11);
      expect(await watch().failOverdue(10)).toBe(1);
      expect((await seen(world, runId)).error.message).toBe('The run took longer than 10 seconds.');
    });

    it('counts the time before the run waited, but not the waiting', async () => {
      const runId = await givenRun(world, 'running');
      await forceRun(world, runId, sql`active_ms = 899000`);
      await age(runId, 2);
      expect(await watch().failOverdue(10)).toBe(1);
      const waiting = await givenRun(world, 'waiting');
      await forceRun(world, waiting, sql`active_ms = 899000, updated_at = now() - interval '7 days'`);
      expect(await watch().failOverdue(10)).toBe(0);
    });

    it.each(['pending', 'waiting', 'completed', 'stopped'] as const)(
      'never fails a %s run, however old',
      async (status) => {
        const runId = await givenRun(world, status);
        await forceRun(world, runId, sql`active_ms = 10000000, created_at = now() - interval '7 days'`);
        expect(await watch().failOverdue(10)).toBe(0);
        expect(await seen(world, runId)).toMatchObject({ status });
      },
    );

    it('takes the run away from its worker', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      await age(runId, 901);
      await watch().failOverdue(10);
      expect(await steps().renew(held, LEASE_MS)).toBe(false);
      const commit = steps().commit(held, { ends: false, memory: {} }, () => Promise.resolve());
      expect(await commit).toMatchObject({ outcome: 'lost' });
    });

    it('handles at most as many as it is told, the rest next time', async () => {
      for (let count = 0; count < 3; count += 1) await age(await givenRun(world, 'running'), 901);
      expect(await watch().failOverdue(2)).toBe(2);
      expect(await watch().failOverdue(2)).toBe(1);
    });

    it('fails a run once when several workers look at the same time', async () => {
      const runId = await givenRun(world, 'running');
      await age(runId, 901);
      const counts = await Promise.all(Array.from({ length: 5 }, () => watch().failOverdue(10)));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect(await transcript(world, runId)).toHaveLength(1);
    });
  });

  describe('recoverLost', () => {
    it('gives a run of a silent worker to the next one, where it stood', async () => {
      const runId = await startRun(world.as('manager'));
      await say(world, await begin(world, runId), 'One step done');
      await silence(runId);
      await dropJobs();
      expect(await watch().recoverLost(10)).toBe(1);
      expect(await jobsOf(runId)).toHaveLength(1);
      const { run } = await take(world, runId);
      expect(run).toMatchObject({ status: 'running', step: 1, takeovers: 1 });
    });

    it('keeps a starting run starting', async () => {
      const runId = await givenRun(world, 'starting');
      await silence(runId);
      await watch().recoverLost(10);
      expect((await take(world, runId)).run).toMatchObject({ status: 'starting' });
    });

    it('fails the run when its worker is lost a third time over one step', async () => {
      const runId = await startRun(world.as('manager'), { webhook_url: 'https://9.9.9.9/hook' });
      await begin(world, runId);
      for (const loss of [1, 2]) {
        await silence(runId);
        expect(await watch().recoverLost(10)).toBe(1);
        expect((await take(world, runId)).run).toMatchObject({ status: 'running', takeovers: loss });
      }
      await silence(runId);
      await dropJobs();
      expect(await watch().recoverLost(10)).toBe(1);
      expect(await seen(world, runId)).toMatchObject({
        status: 'failed',
        error: { code: 'executor_lost', message: 'The worker was lost 3 times over the same step.' },
      });
      expect(await jobsOf(runId)).toEqual([]);
      const told = await rows(world.app, sql`select event from webhook_deliveries where run_id = ${runId}`);
      expect(told).toEqual([{ event: 'run_failed' }]);
    });

    it('counts anew after each step that was done', async () => {
      const runId = await startRun(world.as('manager'));
      await begin(world, runId);
      for (let round = 0; round < 4; round += 1) {
        await silence(runId);
        await watch().recoverLost(10);
        await say(world, await take(world, runId), `Step ${round}`);
      }
      expect(await seen(world, runId)).toMatchObject({ status: 'running' });
    });

    it('leaves a lease alone that was renewed, or has not ended', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      expect(await watch().recoverLost(10)).toBe(0);
      await silence(runId);
      expect(await steps().renew(held, LEASE_MS)).toBe(true);
      expect(await watch().recoverLost(10)).toBe(0);
      expect(await rowOf(world, 'runs', runId)).toMatchObject({ lease_id: held.leaseId, takeovers: 0 });
    });

    it('takes from a worker that comes back every right to write', async () => {
      const runId = await startRun(world.as('manager'));
      const old = await begin(world, runId);
      await silence(runId);
      await watch().recoverLost(10);
      const next = await take(world, runId);
      expect(await outcomeOf(old)).toEqual({ renewed: false, step: 'lost', failed: undefined });
      await steps().handOver(old);
      expect(await rowOf(world, 'runs', runId)).toMatchObject({ status: 'running', lease_id: next.leaseId });
      expect(await transcript(world, runId)).toEqual([]);
      await say(world, next, 'Mine now');
    });

    it('leaves waiting and ended runs alone', async () => {
      for (const status of ['pending', 'waiting', 'completed', 'failed', 'stopped', 'interrupted'] as const)
        await forceRun(world, await givenRun(world, status), sql`lease_until = now() - interval '1 hour'`);
      expect(await watch().recoverLost(10)).toBe(0);
    });

    it('goes on with the others when one of them cannot be recovered', async () => {
      const [first, second] = [await givenRun(world, 'running'), await givenRun(world, 'running')];
      for (const runId of [first, second]) await silence(runId);
      // The third loss fails the run, and that cannot be told to a URL that is none.
      await forceRun(world, first, sql`takeovers = 2, webhook_url = 'no url', updated_at = '2020-01-01Z'`);
      await expect(watch().recoverLost(10)).rejects.toThrow('Invalid URL');
      expect(await rowOf(world, 'runs', first)).toMatchObject({ status: 'running', takeovers: 2 });
      expect(await rowOf(world, 'runs', second)).toMatchObject({ lease_id: null, takeovers: 1 });
    });

    it('counts a loss once when several workers look at the same time', async () => {
      const runId = await givenRun(world, 'running');
      await silence(runId);
      const counts = await Promise.all(Array.from({ length: 5 }, () => watch().recoverLost(10)));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect(await rowOf(world, 'runs', runId)).toMatchObject({ takeovers: 1 });
    });
  });

  describe('recoverHeld', () => {
    it('takes runs also from workers that were heard of just now, for who knows that none is alive', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      await dropJobs();
      expect(await watch().recoverHeld(10)).toBe(1);
      expect(await steps().renew(held, LEASE_MS)).toBe(false);
      expect(await jobsOf(runId)).toHaveLength(1);
      expect((await take(world, runId)).run).toMatchObject({ takeovers: 1 });
    });

    it('leaves runs alone that nobody has', async () => {
      const runId = await startRun(world.as('manager'));
      await steps().handOver(await begin(world, runId));
      await givenRun(world, 'pending');
      expect(await watch().recoverHeld(10)).toBe(0);
    });
  });

  describe('wakeUnattended', () => {
    const wait = (runId: string, seconds: number) =>
      forceRun(world, runId, sql`updated_at = now() - ${seconds} * interval '1 second'`);

    it.each([
      ['pending', () => startRun(world.as('manager'))],
      [
        'running and in nobody’s hands',
        async () => {
          const runId = await startRun(world.as('manager'));
          await steps().handOver(await begin(world, runId));
          return runId;
        },
      ],
    ])('sends the job again of a run that is %s for as long as a worker may be silent', async (_, make) => {
      const lease = world.app.config.runs.leaseMs / 1000;
      const runId = await make();
      await dropJobs();
      await wait(runId, lease - 1);
      expect(await watch().wakeUnattended(10)).toBe(0);
      expect(await jobsOf(runId)).toEqual([]);
      await wait(runId, lease + 1);
      expect(await watch().wakeUnattended(10)).toBe(1);
      expect(await jobsOf(runId)).toHaveLength(1);
    });

    it('adds no second job to one that waits already', async () => {
      const runId = await startRun(world.as('manager'));
      await wait(runId, 61);
      await watch().wakeUnattended(10);
      await watch().wakeUnattended(10);
      expect(await jobsOf(runId)).toHaveLength(1);
    });

    it('leaves runs alone that somebody has, that wait for a person or have ended', async () => {
      for (const status of ['starting', 'running', 'waiting', 'completed', 'failed', 'stopped'] as const)
        await wait(await givenRun(world, status), 3600);
      await dropJobs();
      expect(await watch().wakeUnattended(10)).toBe(0);
      expect(await rows(world.app, sql`select id from pgboss.job`)).toEqual([]);
    });
  });

  /** What a worker can still do with a run that it believes to have. */
  async function outcomeOf(held: HeldRun) {
    const { outcome } = await steps().commit(held, { ends: false, memory: {} }, () => Promise.resolve());
    return {
      renewed: await steps().renew(held, LEASE_MS),
      step: outcome,
      failed: await steps().fail(held, { code: 'agent_error', message: 'Too late' }),
    };
  }

  it('looks after every team', async () => {
    const foreign = await givenAgent(world.stranger);
    const theirs = await startRun(world.stranger, { agent_id: foreign });
    await steps().take(world.app.world.globex.teamId, theirs, LEASE_MS);
    const ours = await givenRun(world, 'running', world.as('manager'), { agent_id: AGENTS.invoiceProcessor });
    for (const runId of [theirs, ours]) await age(runId, 100_000);
    expect(await watch().failOverdue(10)).toBe(2);
  });
});
