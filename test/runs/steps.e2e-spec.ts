import { RunSteps, RunWrites } from '@app/public-api';
import { APPROVAL, begin, bring, givenRun, LEASE_MS, say, STATUSES, take } from './support/drive';
import { rowOf, seen, startRun, transcript, useRuns } from './support/runs-world';

describe('RunSteps', () => {
  const world = useRuns();
  const steps = (): RunSteps => world.app.get(RunSteps);
  const writes = (): RunWrites => world.app.get(RunWrites);
  const tell = (runId: string, text: string) =>
    writes().append(world.teamId, runId, [{ type: 'text', role: 'agent', text }]);
  const post = (runId: string) =>
    world.as('manager').post(`/v1/runs/${runId}/messages`, { message: 'Wait a moment' });

  describe('take', () => {
    it.each([
      ['pending', 'starting'],
      ['starting', undefined],
      ['running', undefined],
      ['waiting', undefined],
      ['completed', undefined],
      ['failed', undefined],
      ['stopped', undefined],
      ['interrupted', undefined],
    ] as const)('%s: %s', async (status, after) => {
      const held = await steps().take(world.teamId, await givenRun(world, status), LEASE_MS);
      expect(held?.run.status).toBe(after);
    });

    it('knows every status', () => {
      expect(STATUSES).toHaveLength(8);
    });

    it('has no run of another team', async () => {
      const runId = await startRun(world.as('manager'));
      expect(await steps().take(world.app.world.globex.teamId, runId, LEASE_MS)).toBeUndefined();
      expect(await seen(world, runId)).toMatchObject({ status: 'pending' });
    });

    it('has no run that was stopped before a worker came', async () => {
      const runId = await givenRun(world, 'stopped');
      expect(await steps().take(world.teamId, runId, LEASE_MS)).toBeUndefined();
    });
  });

  describe('ready', () => {
    it('makes a starting run running, and a running one stay so', async () => {
      const held = await take(world, await startRun(world.as('manager')));
      const ready = await steps().ready(held);
      expect(ready).toMatchObject({ leaseId: held.leaseId, run: { status: 'running' } });
      expect(await steps().ready(ready!)).toBe(ready);
    });

    it('has nothing when the run was stopped meanwhile', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await take(world, runId);
      await bring(world, runId, 'stopped');
      expect(await steps().ready(held)).toBeUndefined();
    });
  });

  describe('commit', () => {
    it('counts the step and keeps what the agent remembers', async () => {
      const held = await begin(world, await startRun(world.as('manager')));
      const memory = { page: 2, seen: ['a'] };
      const { outcome, run } = await steps().commit(held, { ends: false, memory }, () => Promise.resolve());
      expect([outcome, run.step, run.memory]).toEqual(['done', 1, memory]);
    });

    it('does a step once, however often it is tried', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      await say(world, held, 'Once');
      const again = await steps().commit(held, { ends: false, memory: {} }, () => tell(runId, 'Twice'));
      expect(again.outcome).toBe('lost');
      expect((await transcript(world, runId)).map(({ text }) => text)).toEqual(['Once']);
    });

    it('writes all of a step or nothing', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      const broken = steps().commit(held, { ends: false, memory: { half: true } }, async () => {
        await tell(runId, 'Half');
        throw new Error('Power cut');
      });
      await expect(broken).rejects.toThrow('Power cut');
      expect(await transcript(world, runId)).toEqual([]);
      expect(await rowOf(world, 'runs', runId)).toMatchObject({ step: 0, memory: {}, message_count: 0 });
      await say(world, held, 'Whole');
    });

    it('is stale if a message came that the agent has not seen when it ends the run', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      await post(runId);
      const end = (run: typeof held.run) => writes().complete(world.teamId, run, 'Done');
      const stale = await steps().commit(held, { ends: true, memory: {} }, end);
      expect(stale.outcome).toBe('stale');
      expect(await seen(world, runId)).toMatchObject({ status: 'running', result: null });
      const repeated = await steps().commit({ ...held, run: stale.run }, { ends: true, memory: {} }, end);
      expect(repeated.outcome).toBe('done');
      expect(await seen(world, runId)).toMatchObject({ status: 'completed', result: 'Done' });
    });

    it('is not stale for a step after which the agent goes on, as the next one sees the message', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      await post(runId);
      await say(world, held, 'Next');
      expect((await transcript(world, runId)).map(({ text }) => text)).toEqual(['Wait a moment', 'Next']);
    });

    it('is lost when the run was stopped meanwhile', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      await bring(world, runId, 'stopped');
      const late = await steps().commit(held, { ends: false, memory: {} }, () => tell(runId, 'Late'));
      expect(late.outcome).toBe('lost');
      expect((await transcript(world, runId)).map(({ text }) => text)).toEqual(['Stopped.']);
    });

    it('cannot ask twice in one step: a run waits for one answer', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      const twice = steps().commit(held, { ends: true, memory: {} }, async (run) => {
        await writes().ask(world.teamId, run, APPROVAL);
        await writes().ask(world.teamId, run, APPROVAL);
      });
      await expect(twice).rejects.toThrow();
      expect(await seen(world, runId)).toMatchObject({ status: 'running', pending_human_request: null });
    });
  });

  describe('handOver', () => {
    it('gives the run to the next worker, with all that was done', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await say(world, await begin(world, runId), 'So far');
      await steps().handOver(held);
      const next = await take(world, runId);
      expect(next.leaseId).not.toBe(held.leaseId);
      expect(next.run).toMatchObject({ status: 'running', step: 1, takeovers: 0 });
      expect(await steps().renew(held, LEASE_MS)).toBe(false);
    });
  });

  describe('renew', () => {
    it('moves the end of the lease', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId, 1000);
      const before = (await rowOf(world, 'runs', runId)).lease_until as string;
      expect(await steps().renew(held, 3_600_000)).toBe(true);
      const after = (await rowOf(world, 'runs', runId)).lease_until as string;
      expect(Date.parse(after) - Date.parse(before)).toBeGreaterThan(3_500_000);
    });

    it.each(['waiting', 'completed', 'stopped'] as const)('is refused once the run is %s', async (status) => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      if (status === 'stopped') await bring(world, runId, 'stopped');
      else
        await steps().commit(held, { ends: true, memory: {} }, (run) =>
          status === 'waiting'
            ? writes().ask(world.teamId, run, APPROVAL)
            : writes().complete(world.teamId, run, null),
        );
      expect(await steps().renew(held, LEASE_MS)).toBe(false);
    });
  });

  it('tells the agent what was answered last', async () => {
    const runId = await startRun(world.as('manager'));
    expect(await writes().lastResponse(world.teamId, runId)).toBeUndefined();
    for (const approved of [true, false]) {
      const held = approved ? await begin(world, runId) : await take(world, runId);
      await steps().commit(held, { ends: true, memory: {} }, (run) =>
        writes().ask(world.teamId, run, APPROVAL),
      );
      const { id } = (await seen(world, runId)).pending_human_request;
      await world.as('manager').post(`/v1/human-requests/${id}/respond`, { approved });
      expect(await writes().lastResponse(world.teamId, runId)).toMatchObject({
        id,
        response: { approved, answers: [] },
      });
    }
    const held = await take(world, runId);
    await steps().commit(held, { ends: true, memory: {} }, (run) =>
      writes().ask(world.teamId, run, APPROVAL),
    );
    await world.as('manager').post(`/v1/runs/${runId}/messages`, { message: 'Never mind.' });
    // Nobody answered what was asked last; what was answered before is no answer to it.
    expect(await writes().lastResponse(world.teamId, runId)).toBeUndefined();
    const messages = await writes().messagesAfter(world.teamId, runId, { after: 1, limit: 100 });
    expect(messages.map(({ sequence, text }) => [sequence, text])).toEqual([
      [2, 'Approved.'],
      [3, 'Pay 1,200 to Initech?'],
      [4, 'Refused.'],
      [5, 'Pay 1,200 to Initech?'],
      [6, 'Never mind.'],
      [7, 'The human request was cancelled: superseded by message.'],
    ]);
  });
});
