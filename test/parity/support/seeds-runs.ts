import { asTeamId } from '@app/database';
import { CaseWork, isActive, RunSteps, RunWrites } from '@app/public-api';
import type { Ask, HeldRun } from '@app/public-api';
import type { TestApp } from '../../support/test-app';
import type { PrincipalName } from './principals';
import { ownerOf } from './seeds-sandboxes';

/** Runs and cases in the states that operations ask about; the runs are those of the principal's user. */
export interface RunSeeds {
  /** Live; consumes the queue. */
  readonly workerId: string;
  /** Live; consumes nothing. */
  readonly strangerId: string;
  readonly queueId: string;
  readonly pendingId: string;
  /** Pending too, to be stopped. */
  readonly stoppableId: string;
  readonly runningId: string;
  readonly completedId: string;
  readonly failedId: string;
  /** Waits for an approval, with a case. */
  readonly approvalRunId: string;
  readonly approvalId: string;
  /** Waits for two questions. */
  readonly questionRunId: string;
  readonly questionId: string;
  readonly cases: {
    /** The run that waits for an approval works on it. */
    readonly claimed: string;
    readonly pending: string;
    readonly other: string;
    readonly completed: string;
    readonly failed: string;
    readonly toDelete: string;
  };
}

const LEASE_MS = 600_000;

const APPROVAL: Ask = { type: 'approval', title: 'Go on?', description: 'It costs 5.' };
const QUESTIONS: Ask = {
  type: 'question',
  title: 'How?',
  questions: [
    {
      id: 'speed',
      question: 'How fast?',
      options: ['fast', 'slow'].map((label) => ({ label, description: null })),
      multi_select: false,
      allow_free_text: false,
    },
    {
      id: 'colours',
      question: 'Which colours?',
      options: ['red', 'green', 'blue'].map((label) => ({ label, description: `The colour ${label}` })),
      multi_select: true,
      allow_free_text: true,
    },
  ],
};

/** @returns what makes the runs and cases of a principal */
export function plantRuns(app: TestApp): (name: PrincipalName, tag: string) => Promise<RunSeeds> {
  const { acme } = app.world;
  const teamId = asTeamId(acme.teamId);
  const steps = app.get(RunSteps);
  const writes = app.get(RunWrites);
  const work = app.get(CaseWork);

  const post = async (path: string, body: object, key: string): Promise<any> => {
    const reply = await app.rest('POST', path, { key, body });
    if (reply.status >= 300) throw new Error(`Seeding ${path} failed: ${reply.text}`);
    return reply.body;
  };
  const running = async (runId: string): Promise<HeldRun> => {
    const held = await steps.take(teamId, runId, LEASE_MS);
    const ready = held && (await steps.ready(held));
    if (!ready || !isActive(ready.run.status)) throw new Error(`The seed run ${runId} does not run.`);
    return ready;
  };
  const step = (held: HeldRun, ends: boolean, write: Parameters<RunSteps['commit']>[2]) =>
    steps.commit(held, { ends, memory: {} }, write);

  return async (name, tag) => {
    const role = ownerOf(name);
    const key = acme.keys[role];
    const maker = name === 'builder' ? acme.keys.builder : acme.keys.manager;
    const { queue } = await post('/v1/queues', { name: `Work ${tag}` }, acme.keys.manager);
    const agent = async (label: string, config: object): Promise<string> => {
      const body = { name: `${label} ${tag}`, config: { instructions: 'Work.', ...config }, promote: true };
      return (await post('/v1/agents', body, maker)).agent.id as string;
    };
    const workerId = await agent('Worker', { consumes: [{ queue_id: queue.id }] });
    const strangerId = await agent('Stranger', {});
    const start = async (input?: string): Promise<string> =>
      (await post('/v1/runs', { agent_id: workerId, input }, key)).run.id as string;
    const made = await post(
      `/v1/queues/${queue.id}/cases`,
      {
        cases: ['completed', 'failed', 'claimed', 'pending', 'other', 'toDelete'].map((title, index) => ({
          title: `Case ${title} ${tag}`,
          data: { invoice: `R-${index}`, amount: index * 100 },
          priority: index === 3 ? 'high' : 'normal',
          labels: [{ key: 'kind', value: title }],
        })),
      },
      maker,
    );
    const [completed, failed, claimed, pending, other, toDelete] = made.cases.map(
      ({ id }: { id: string }) => id,
    ) as [string, string, string, string, string, string];

    const completedId = await start('Say hello.');
    await step(await running(completedId), true, async (run) => {
      await work.claim(teamId, { runId: run.id, caseId: completed });
      await writes.append(teamId, run.id, [
        { type: 'tool_call', role: 'agent', toolCall: { id: 'c1', name: 'greet', arguments: { to: 'all' } } },
        { type: 'tool_result', role: 'agent', toolResult: { tool_call_id: 'c1', result: 'ok', error: null } },
        { type: 'text', role: 'agent', text: 'Hello.' },
      ]);
      await work.complete(teamId, run.id, { caseId: completed, result: 'Greeted.' });
      await writes.complete(teamId, run, 'Hello.');
    });
    const failedId = await start();
    await step(await running(failedId), true, async (run) => {
      await work.claim(teamId, { runId: run.id, caseId: failed });
      await writes.fail(teamId, run, { code: 'agent_error', message: 'It broke.' });
    });
    const asking = async (ask: Ask, caseId?: string): Promise<[string, string]> => {
      const id = await start('Ask me.');
      await step(await running(id), true, async (run) => {
        if (caseId) await work.claim(teamId, { runId: id, caseId });
        await writes.ask(teamId, run, ask);
      });
      const { body } = await app.rest('GET', `/v1/runs/${id}`, { key });
      return [id, body.pending_human_request.id];
    };
    const [approvalRunId, approvalId] = await asking(APPROVAL, claimed);
    const [questionRunId, questionId] = await asking(QUESTIONS);
    const runningId = await start('Take your time.');
    await running(runningId);
    return {
      workerId,
      strangerId,
      queueId: queue.id as string,
      pendingId: await start('Wait your turn.'),
      stoppableId: await start(),
      runningId,
      completedId,
      failedId,
      approvalRunId,
      approvalId,
      questionRunId,
      questionId,
      cases: { claimed, pending, other, completed, failed, toDelete },
    };
  };
}
