import { bring } from './support/drive';
import { AGENTS, expectError, useRuns } from './support/runs-world';

const PATH = '/v1/runs';

describe('start_run with an idempotency key', () => {
  const world = useRuns();
  const start = (body: object, role: Parameters<typeof world.as>[0] = 'member', headers = {}) =>
    world.as(role).post(PATH, { agent_id: AGENTS.supportTriage, ...body }, headers);

  const KEY = { 'idempotency-key': 'start-once' };

  it('starts one run, however often it is sent', async () => {
    const first = await start({ input: 'Once' }, 'member', KEY);
    const second = await start({ input: 'Once' }, 'member', KEY);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    const { body } = await world.as('owner').get(PATH, { search: 'Once' });
    expect(body.total).toBe(1);
  });

  it('gives the first reply again although the run has gone on', async () => {
    const headers = { 'idempotency-key': 'start-and-go-on' };
    const first = await start({}, 'member', headers);
    await bring(world, first.body.run.id, 'completed');
    expect((await start({}, 'member', headers)).body).toEqual(first.body);
  });

  it('refuses the key with another body', async () => {
    expectError(await start({ input: 'Twice' }, 'member', KEY), 409, 'idempotency_conflict');
  });

  it('starts one run of ten that come at the same time', async () => {
    const headers = { 'idempotency-key': 'start-once-of-ten' };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => start({ input: 'Only one of ten' }, 'member', headers)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(replies.map(({ body }) => body.run.id)).size).toBe(1);
    const { body } = await world.as('owner').get(PATH, { search: 'Only one of ten' });
    expect(body.total).toBe(1);
  });

  it('does not keep a refusal', async () => {
    const headers = { 'idempotency-key': 'start-refused' };
    const agentId = (await world.as('manager').post('/v1/agents', { name: 'Not yet live' })).body.agent.id;
    expectError(await start({ agent_id: agentId }, 'member', headers), 409, 'agent_not_runnable');
    const { body } = await world
      .as('manager')
      .post(`/v1/agents/${agentId}/revisions`, { config: { instructions: 'Go.' } });
    await world.as('manager').post(`/v1/revisions/${body.revision.id}/promote`, undefined);
    expect((await start({ agent_id: agentId }, 'member', headers)).status).toBe(201);
  });
});
