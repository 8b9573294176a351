import { expire, givenSandbox } from '../sandboxes/support/sandboxes-world';
import { bring } from './support/drive';
import {
  AGENTS,
  expectError,
  expectSameNotFound,
  rowOf,
  seen,
  startRun,
  UNKNOWN_ID,
  useRuns,
} from './support/runs-world';

const PATH = '/v1/runs';

describe('start_run in a sandbox', () => {
  const world = useRuns();
  const start = (body: object, role: Parameters<typeof world.as>[0] = 'member', headers = {}) =>
    world.as(role).post(PATH, { agent_id: AGENTS.supportTriage, ...body }, headers);

  it('reserves it until the run ends', async () => {
    const member = world.as('member');
    const sandboxId = await givenSandbox(member);
    const runId = await startRun(member, { sandbox_id: sandboxId });
    expect(await seen(world, runId)).toMatchObject({ sandbox_id: sandboxId });
    expect(await rowOf(world, 'sandboxes', sandboxId)).toMatchObject({ run_id: runId });
    expectError(await start({ sandbox_id: sandboxId }), 409, 'sandbox_in_use');
    await bring(world, runId, 'completed');
    expect(await rowOf(world, 'sandboxes', sandboxId)).toMatchObject({ run_id: null });
    expect(await seen(world, runId)).toMatchObject({ sandbox_id: sandboxId });
    expect((await start({ sandbox_id: sandboxId })).status).toBe(201);
  });

  it('gives it to one of ten that ask at the same time', async () => {
    const sandboxId = await givenSandbox(world.as('member'));
    const replies = await Promise.all(Array.from({ length: 10 }, () => start({ sandbox_id: sandboxId })));
    const told = replies.map(({ status, body }) => body.error ?? status).sort();
    expect(told).toEqual([201, ...Array(9).fill('sandbox_in_use')]);
  });

  it('refuses one that has expired', async () => {
    const sandboxId = await givenSandbox(world.as('member'));
    await expire(world, sandboxId);
    expectError(await start({ sandbox_id: sandboxId }), 410, 'sandbox_expired');
  });

  it.each(['admin', 'owner'] as const)(
    'refuses a %s one of somebody else, as a run acts as its user',
    async (role) => {
      const sandboxId = await givenSandbox(world.as('member'));
      expectError(await start({ sandbox_id: sandboxId }, role), 403, 'forbidden');
    },
  );

  it('answers alike for one of another team and one that nobody has', async () => {
    const foreign = await givenSandbox(world.stranger);
    expectSameNotFound(await start({ sandbox_id: foreign }), await start({ sandbox_id: UNKNOWN_ID }));
  });

  it('leaves no run behind when the sandbox is not to be had', async () => {
    const sandboxId = await givenSandbox(world.as('member'));
    await expire(world, sandboxId);
    await start({ sandbox_id: sandboxId, input: 'Never to be seen' });
    const { body } = await world.as('owner').get(PATH, { search: 'Never to be seen' });
    expect(body.total).toBe(0);
  });
});
