import {
  CASE_ACTIONS,
  CASE_STATUSES,
  isClaimed,
  nextCaseStatus,
} from '../../libs/public-api/src/cases/case-machine';
import type { CaseAction, CaseStatus } from '../../libs/public-api/src/cases/case-machine';
import type { CaseDetails } from '../../libs/public-api/src/cases/case-change.repository';
import { CaseTransitions } from '../../libs/public-api/src/cases/case-transitions';
import {
  givenConsumer,
  givenQueue,
  givenRun,
  givenCase,
  forceCase,
  seen,
  useCases,
} from './support/cases-world';

/** Every pair of action and status against the database: the row, the history, and that nothing else happens. */
describe('the state machine of cases in the database', () => {
  const world = useCases({ MAX_LIVE_RUNS_PER_TEAM: '1000' });
  let queueId: string;
  let agentId: string;
  let runId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
    runId = (await givenRun(world, agentId)).id;
  });

  const givenInStatus = async (status: CaseStatus): Promise<string> => {
    const id = await givenCase(world, queueId);
    await forceCase(world, id, {
      status,
      ...(isClaimed(status) && { claimed_by_run_id: runId, claimed_at: '2026-01-01T00:00:00Z' }),
      ...(status === 'postponed' && { postponed_to: '2026-01-01T00:00:00Z' }),
      ...(status === 'completed' && { result: 'Done', completed_at: '2026-01-01T00:00:00Z' }),
      ...(status === 'failed' && { error_code: 'timeout', error_message: 'Late' }),
    });
    return id;
  };
  const detailsOf = (action: CaseAction): CaseDetails => ({
    runId,
    agentId,
    userId: world.userId('admin'),
    result: 'Well done',
    error: { code: 'agent_error', message: 'Broke' },
    postponedTo: new Date('2099-01-01T00:00:00Z'),
    ...(action === 'claim' && { runId }),
  });
  const apply = (action: CaseAction, id: string) =>
    world.app
      .get(CaseTransitions)
      .apply(
        world.teamId,
        action,
        { ids: [id] },
        { actor: { type: 'system', id: null }, ...detailsOf(action) },
      );

  const pairs = CASE_ACTIONS.flatMap((action) => CASE_STATUSES.map((from) => ({ action, from })));
  const legal = pairs.flatMap(({ action, from }) => {
    const to = nextCaseStatus(from, action);
    return to ? [{ action, from, to }] : [];
  });

  it.each(legal)('$action: $from → $to', async ({ action, from, to }) => {
    const id = await givenInStatus(from);
    const changed = await apply(action, id);
    expect(changed.map((row) => [row.id, row.status])).toEqual([[id, to]]);
    const after = await seen(world, id);
    expect(after).toMatchObject({
      status: to,
      claimed_by_run_id: isClaimed(to) ? runId : null,
      claimed_at: isClaimed(to) ? expect.any(String) : null,
      held: action === 'stop',
      postponed_to: to === 'postponed' ? '2099-01-01T00:00:00.000Z' : null,
      result: to === 'completed' ? 'Well done' : null,
      error: to === 'failed' ? { code: 'agent_error', message: 'Broke' } : null,
      completed_at: to === 'completed' || to === 'failed' ? expect.any(String) : null,
      attempts: action === 'claim' ? 1 : 0,
    });
    expect(after.history).toHaveLength(2);
  });

  it.each(pairs.filter(({ action, from }) => !nextCaseStatus(from, action)))(
    'refuses $action when $from and writes nothing',
    async ({ action, from }) => {
      const id = await givenInStatus(from);
      const before = await seen(world, id);
      expect(await apply(action, id)).toEqual([]);
      expect(await seen(world, id)).toEqual(before);
    },
  );
});
