import { createAgent, expectError, givenQueue, UNKNOWN_ID, useQueues } from './support/queues-world';

describe('queues in the config of an agent', () => {
  const world = useQueues();

  it('may be any of the team', async () => {
    const [first, second] = [await givenQueue(world), await givenQueue(world)];
    const reply = await createAgent(world, { consumes: [{ queue_id: first }], produces: [first, second] });
    expect(reply).toMatchObject({
      status: 201,
      body: {
        revision: {
          config: {
            consumes: [{ queue_id: first, auto_start: false, concurrency: 1 }],
            produces: [first, second],
          },
        },
      },
    });
  });

  it('are named by position where the team has no such queue', async () => {
    const ours = await givenQueue(world);
    const theirs = await givenQueue(world, {}, world.stranger);
    const config = {
      consumes: [{ queue_id: ours }, { queue_id: theirs }],
      produces: [UNKNOWN_ID, ours],
    };
    expectError(await createAgent(world, config), 422, 'unknown_reference', [
      'config.consumes.1.queue_id',
      'config.produces.0',
    ]);
  });

  it('can be deleted once a revision without them is live', async () => {
    const manager = world.as('manager');
    const queueId = await givenQueue(world);
    const { body } = await createAgent(world, { produces: [queueId] });
    expectError(await manager.delete(`/v1/queues/${queueId}`), 409, 'in_use');
    const path = `/v1/agents/${body.agent.id}/revisions`;
    const draft = await manager.post(path, { config: { instructions: 'Rest.' } });
    await manager.post(`/v1/revisions/${draft.body.revision.id}/promote`, undefined);
    expect((await manager.delete(`/v1/queues/${queueId}`)).status).toBe(200);
  });
});
