import { sql } from 'drizzle-orm';
import { Dispatcher } from '@app/run-executor';
import { ExecutorWorld } from '../run-executor/support/executor-world';
import { storedEntries } from './support/trail';

describe('entries of dispatched cases', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open({ RUN_WORKER: 'off' });
  });
  afterAll(() => world.close());

  it('name the case, its run and agent, and on whose behalf it was started', async () => {
    const queueId = await world.queue();
    const agentId = await world.agent({ consumes: [{ queue_id: queueId }] });
    const [caseId] = await world.cases(queueId, 'Delegated');
    const body = { case_ids: [caseId], agent_id: agentId };
    await world.call('POST', `/v1/queues/${queueId}/cases/bulk-delegate`, body, 'manager');
    const dispatcher = world.app.get(Dispatcher);
    await dispatcher.tick();
    await dispatcher.tick();
    const { runs } = await world.call('GET', `/v1/cases/${caseId}/runs`);
    const { teamId, userIds } = world.app.world.acme;
    expect(await storedEntries(world.app, sql`source = 'dispatcher'`)).toMatchObject([
      {
        team_id: teamId,
        user_id: userIds.manager,
        credential_type: 'dispatcher',
        operation_id: 'start_run',
        targets: { agent_id: agentId, case_id: caseId, run_id: runs[0].id },
        status: 201,
        cost: 0,
      },
    ]);
  });
});
