import { sql } from 'drizzle-orm';
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

describe('the order of refusals of start_run in a sandbox', () => {
  const world = useRuns({ MAX_LIVE_RUNS_PER_TEAM: '1' });
  const start = (sandboxId: string, agentId: string) =>
    world.as('member').post(PATH, { agent_id: agentId, sandbox_id: sandboxId });
  const sandboxes = { own: '', expired: '', foreign: '', inUse: '' };

  beforeAll(async () => {
    const member = world.as('member');
    sandboxes.own = await givenSandbox(member);
    sandboxes.expired = await givenSandbox(member);
    await expire(world, sandboxes.expired);
    sandboxes.foreign = await givenSandbox(world.as('owner'));
    sandboxes.inUse = await givenSandbox(member);
    await startRun(member, { sandbox_id: sandboxes.inUse });
  });

  describe.each(Object.entries(AGENTS))('of a full team and the agent %s', (_, agentId) => {
    it.each([
      ['one that nobody has', () => UNKNOWN_ID, 404, 'not_found'],
      ['one of somebody else', () => sandboxes.foreign, 403, 'forbidden'],
      ['one that has expired', () => sandboxes.expired, 410, 'sandbox_expired'],
    ])('names the sandbox first: %s', async (__, sandboxId, status, code) => {
      expectError(await start(sandboxId(), agentId), status, code);
    });
  });

  it('names an unknown agent before the sandbox', async () => {
    expectError(await start(sandboxes.expired, UNKNOWN_ID), 404, 'not_found');
  });

  it('names a sandbox in use before the limit, which says to wait', async () => {
    expectError(await start(sandboxes.inUse, AGENTS.supportTriage), 409, 'sandbox_in_use');
    expectError(await start(sandboxes.own, AGENTS.supportTriage), 429, 'concurrency_limit');
  });

  it('says that a run cannot go on without its sandbox before the limit', async () => {
    const member = world.as('member');
    await world.app.database.handle.execute(sql`update runs set status = 'completed'`);
    const runId = await startRun(member, { sandbox_id: sandboxes.own });
    await bring(world, runId, 'completed');
    await expire(world, sandboxes.own);
    await startRun(member);
    expectError(
      await member.post(`${PATH}/${runId}/messages`, { message: 'Go on.' }),
      409,
      'run_not_resumable',
    );
  });
});
