import { sql } from 'drizzle-orm';
import { HumanRequestExpiry, RunStarter } from '@app/public-api';
import { RunnableAgents } from '../../libs/public-api/src/agents';
import { givenSandbox } from '../sandboxes/support/sandboxes-world';
import { APPROVAL, ask, begin, bring, givenWaiting, QUESTION, take } from './support/drive';
import type { Status } from './support/drive';
import { AGENTS, forceRun, rowOf, rows, startRun, useRuns } from './support/runs-world';

const WEBHOOK = 'https://9.9.9.9/hook';

describe('what goes with the transitions of a run', () => {
  const world = useRuns();
  const waitingWith = (fields: object) => givenWaiting(world, APPROVAL, world.as('manager'), fields);

  describe('webhooks', () => {
    /** @returns bodies of the events to be sent for a run, oldest first */
    async function eventsOf(runId: string): Promise<any[]> {
      const found = await rows<{ body: string; url: string; status: string; event: string; id: string }>(
        world.app,
        sql`select * from webhook_deliveries where run_id = ${runId} order by created_at, id`,
      );
      return found.map(({ body, ...row }) => {
        expect(row).toMatchObject({ url: WEBHOOK, status: 'pending' });
        const event = JSON.parse(body);
        expect([event.event_id, event.event]).toEqual([row.id, row.event]);
        return event;
      });
    }

    it.each([
      ['pending', []],
      ['starting', []],
      ['running', []],
      ['waiting', ['human_request']],
      ['completed', ['run_completed']],
      ['failed', ['run_failed']],
      ['stopped', ['run_stopped']],
      ['interrupted', ['run_interrupted']],
    ] as readonly [Status, string[]][])('%s: tells %j', async (status, events) => {
      const runId = await startRun(world.as('manager'), { webhook_url: WEBHOOK });
      await bring(world, runId, status);
      expect((await eventsOf(runId)).map(({ event }) => event as string)).toEqual(events);
    });

    it('tells what is asked, but neither input nor text', async () => {
      const { runId, requestId } = await givenWaiting(world, QUESTION, world.as('manager'), {
        webhook_url: WEBHOOK,
        input: 'Secret input',
      });
      expect(await eventsOf(runId)).toEqual([
        {
          event_id: expect.any(String),
          event: 'human_request',
          created_at: expect.any(String),
          team_id: world.teamId,
          run_id: runId,
          agent_id: AGENTS.supportTriage,
          status: 'waiting',
          human_request: { id: requestId, type: 'question', title: QUESTION.title },
        },
      ]);
    });

    it('tells of nobody who asks once the run has ended', async () => {
      const { runId } = await waitingWith({ webhook_url: WEBHOOK });
      await bring(world, runId, 'stopped');
      expect((await eventsOf(runId)).at(-1)).toMatchObject({
        event: 'run_stopped',
        status: 'stopped',
        human_request: null,
      });
    });

    it('tells of an expired request that the run failed', async () => {
      const { runId, requestId } = await waitingWith({ webhook_url: WEBHOOK });
      await world.app.database.handle.execute(
        sql`update human_requests set expires_at = now() where id = ${requestId}`,
      );
      await world.app.get(HumanRequestExpiry).expireDue(10);
      expect((await eventsOf(runId)).at(-1)).toMatchObject({ event: 'run_failed', status: 'failed' });
    });

    it('tells the end each time that a run ends', async () => {
      const runId = await startRun(world.as('manager'), { webhook_url: WEBHOOK });
      await bring(world, runId, 'completed');
      await world.as('manager').post(`/v1/runs/${runId}/messages`, { message: 'Again' });
      await bring(world, runId, 'failed');
      const events = (await eventsOf(runId)).map(({ event }) => event as string);
      expect(events.sort()).toEqual(['run_completed', 'run_failed']);
    });

    it('tells nothing of a stop that changed nothing', async () => {
      const runId = await startRun(world.as('manager'), { webhook_url: WEBHOOK });
      await bring(world, runId, 'stopped');
      await bring(world, runId, 'stopped');
      expect(await eventsOf(runId)).toHaveLength(1);
    });

    it('tells nothing without a webhook URL', async () => {
      for (const status of ['waiting', 'completed', 'failed', 'stopped', 'interrupted'] as const) {
        const runId = await startRun(world.as('manager'));
        await bring(world, runId, status);
        expect(await eventsOf(runId)).toEqual([]);
      }
    });
  });

  describe('the sandbox', () => {
    it.each([
      ['pending', true],
      ['starting', true],
      ['running', true],
      ['waiting', true],
      ['completed', false],
      ['failed', false],
      ['stopped', false],
      ['interrupted', false],
    ] as readonly [Status, boolean][])('%s: reserved is %s', async (status, reserved) => {
      const manager = world.as('manager');
      const sandboxId = await givenSandbox(manager);
      const runId = await startRun(manager, { sandbox_id: sandboxId });
      await bring(world, runId, status);
      const { run_id: holder } = await rowOf(world, 'sandboxes', sandboxId);
      expect(holder).toBe(reserved ? runId : null);
      await world.app.database.handle.execute(sql`truncate sandboxes cascade`);
    });
  });

  describe('jobs', () => {
    const jobsOf = (runId: string) =>
      rows<{ data: object; singleton_key: string }>(
        world.app,
        sql`select data, singleton_key from pgboss.job where data->>'run_id' = ${runId}`,
      );
    const drop = () => world.app.database.handle.execute(sql`truncate pgboss.job`);

    it('are there once a run has been started', async () => {
      const runId = await startRun(world.as('manager'));
      expect(await jobsOf(runId)).toEqual([
        { data: { team_id: world.teamId, run_id: runId }, singleton_key: runId },
      ]);
    });

    it('are there only after the commit, and never after a rollback', async () => {
      const { teamId, app } = world;
      const found = await app.get(RunnableAgents).find(teamId, AGENTS.supportTriage);
      const start = () =>
        app.get(RunStarter).start(teamId, {
          revision: found!.revision!,
          source: 'api',
          userId: world.userId('manager'),
        });
      const looks: number[] = [];
      const look = async (id: string) => {
        // Outside the transaction: what a worker on another connection sees.
        const outside = await app.database.detached(() => jobsOf(id));
        looks.push(outside.length);
      };
      let kept = '';
      await app.database.transaction(async () => {
        kept = (await start()).id;
        await look(kept);
      });
      await look(kept);
      let lost = '';
      await app.database
        .transaction(async () => {
          lost = (await start()).id;
          throw new Error('Never mind');
        })
        .catch(() => undefined);
      await look(lost);
      expect(looks).toEqual([0, 1, 0]);
    });

    it.each([
      [
        'a response',
        async (_: string, requestId: string) =>
          world.as('manager').post(`/v1/human-requests/${requestId}/respond`, { approved: true }),
      ],
      [
        'a message that supersedes a request',
        async (runId: string) => world.as('manager').post(`/v1/runs/${runId}/messages`, { message: 'Go on' }),
      ],
    ])('are there after %s', async (_, act) => {
      const { runId, requestId } = await waitingWith({});
      await drop();
      expect((await act(runId, requestId)).status).toBeLessThan(300);
      expect(await jobsOf(runId)).toHaveLength(1);
    });

    it.each(['completed', 'interrupted'] as const)('are there when a %s run is resumed', async (status) => {
      const runId = await startRun(world.as('manager'));
      await bring(world, runId, status);
      await drop();
      await world.as('manager').post(`/v1/runs/${runId}/messages`, { message: 'Go on' });
      expect(await jobsOf(runId)).toHaveLength(1);
    });

    it('are not needed for a message to a run that a worker has', async () => {
      const runId = await startRun(world.as('manager'));
      await begin(world, runId);
      await drop();
      await world.as('manager').post(`/v1/runs/${runId}/messages`, { message: 'By the way' });
      expect(await jobsOf(runId)).toEqual([]);
    });

    it('are not made when a run waits or ends', async () => {
      for (const status of ['waiting', 'completed', 'failed', 'stopped', 'interrupted'] as const) {
        const runId = await startRun(world.as('manager'));
        await drop();
        await bring(world, runId, status);
        expect(await jobsOf(runId)).toEqual([]);
      }
    });
  });

  describe('the lease', () => {
    it.each(['waiting', 'completed', 'failed', 'stopped', 'interrupted'] as const)(
      '%s: nobody has the run any more',
      async (status) => {
        const runId = await startRun(world.as('manager'));
        await bring(world, runId, status);
        expect(await rowOf(world, 'runs', runId)).toMatchObject({
          lease_id: null,
          lease_until: null,
          takeovers: 0,
        });
      },
    );

    it('is kept from starting to running', async () => {
      const runId = await startRun(world.as('manager'));
      const { leaseId } = await begin(world, runId);
      expect(await rowOf(world, 'runs', runId)).toMatchObject({ lease_id: leaseId });
    });
  });

  describe('the clock against the longest duration', () => {
    const clockOf = async (runId: string) => {
      const { active_ms: activeMs, active_since: since } = await rowOf(world, 'runs', runId);
      // What the test itself takes is well below a second.
      return { seconds: Math.floor((activeMs as number) / 1000), runs: since !== null };
    };
    /** Has the run have been active for so much longer. */
    const age = (runId: string, seconds: number) =>
      forceRun(world, runId, sql`active_since = active_since - ${seconds} * interval '1 second'`);

    it('runs while the agent starts and works, and not before', async () => {
      const runId = await startRun(world.as('manager'));
      expect(await clockOf(runId)).toEqual({ seconds: 0, runs: false });
      await take(world, runId);
      expect(await clockOf(runId)).toEqual({ seconds: 0, runs: true });
    });

    it('stands still while the run waits', async () => {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      await age(runId, 100);
      await ask(world, held);
      expect(await clockOf(runId)).toEqual({ seconds: 100, runs: false });
      await forceRun(world, runId, sql`updated_at = now() - interval '1 day'`);
      const { body } = await world.as('manager').get('/v1/human-requests', { run_id: runId });
      await world
        .as('manager')
        .post(`/v1/human-requests/${body.human_requests[0].id}/respond`, { approved: true });
      expect(await clockOf(runId)).toEqual({ seconds: 100, runs: true });
      await age(runId, 50);
      await ask(world, await take(world, runId));
      expect(await clockOf(runId)).toEqual({ seconds: 150, runs: false });
    });

    it('ends with the run, and begins anew when it is resumed', async () => {
      const runId = await startRun(world.as('manager'));
      await take(world, runId);
      await age(runId, 100);
      await bring(world, runId, 'stopped');
      expect(await clockOf(runId)).toEqual({ seconds: 100, runs: false });
      const resumed = await startRun(world.as('manager'));
      await take(world, resumed);
      await age(resumed, 100);
      await bring(world, resumed, 'interrupted');
      await world.as('manager').post(`/v1/runs/${resumed}/messages`, { message: 'Again' });
      expect(await clockOf(resumed)).toEqual({ seconds: 0, runs: false });
    });
  });
});
