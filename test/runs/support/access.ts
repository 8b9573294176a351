import type { Role } from '@app/auth';
import type { ApiClient } from '../../support/api-client';
import type { RestReply } from '../../support/rest-client';
import { APPROVAL, bring, givenRun } from './drive';
import { AGENTS, expectError, expectSameNotFound, givenAgent, startRun, UNKNOWN_ID } from './runs-world';
import type { RunsWorld } from './runs-world';

type Call = (by: ApiClient, runId: string) => Promise<RestReply>;

/**
 * What an operation on one run answers to whom.
 * @param call makes a call that would otherwise succeed on a live run
 * @param permission `read`: whoever was asked something by the run may do it too
 */
export function describeAccess(world: RunsWorld, call: Call, permission: 'read' | 'control'): void {
  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await call(world.anonymous, UNKNOWN_ID), 401, 'invalid_token');
    });
  });

  describe('400', () => {
    it('refuses an id that is none', async () => {
      expectError(await call(world.as('owner'), 'the-first-run'), 400, 'invalid_request', ['run_id']);
    });
  });

  describe('403', () => {
    it('refuses a viewer every run, and ids that nothing has', async () => {
      const runId = await startRun(world.as('member'));
      for (const id of [runId, UNKNOWN_ID, 'nonsense'])
        expectError(await call(world.as('viewer'), id), 403, 'forbidden');
    });

    it.each([
      ['builder', AGENTS.supportTriage, 'your own runs and runs of agents you created'],
      ['member', AGENTS.invoiceProcessor, 'your own runs'],
    ] as const)('refuses a %s a run of somebody else', async (role, agentId, reach) => {
      const runId = await startRun(world.as('manager'), { agent_id: agentId });
      const reply = await call(world.as(role), runId);
      expectError(reply, 403, 'forbidden');
      expect(reply.body.message).toBe(`The role ${role} reaches ${reach} only.`);
    });
  });

  describe('404', () => {
    it('answers alike for a run of another team and one that nobody has, whatever the role', async () => {
      const agentId = await givenAgent(world.stranger);
      const foreign = await startRun(world.stranger, { agent_id: agentId });
      for (const role of ['owner', 'member'] as const)
        expectSameNotFound(await call(world.as(role), foreign), await call(world.as(role), UNKNOWN_ID));
    });
  });

  describe('access', () => {
    const allowed = (reply: RestReply) => expect(reply.status).toBeLessThan(300);

    it.each(['owner', 'admin', 'manager'] as const)('lets a %s at any run', async (role: Role) => {
      allowed(await call(world.as(role), await startRun(world.as('member'))));
    });

    it.each(['builder', 'member'] as const)('lets a %s at an own run', async (role: Role) => {
      allowed(await call(world.as(role), await startRun(world.as(role))));
    });

    it('lets a builder at a run of an own agent, whoever started it', async () => {
      allowed(
        await call(
          world.as('builder'),
          await startRun(world.as('member'), { agent_id: AGENTS.invoiceProcessor }),
        ),
      );
    });

    it(`${permission === 'read' ? 'lets' : 'does not let'} a member at a run that asks the member`, async () => {
      const runId = await givenRun(world, 'running');
      expectError(await call(world.as('member'), runId), 403, 'forbidden');
      const asking = await startRun(world.as('manager'));
      await bring(world, asking, 'waiting', { ...APPROVAL, assigneeIds: [world.userId('member')] });
      const reply = await call(world.as('member'), asking);
      if (permission === 'read') allowed(reply);
      else expectError(reply, 403, 'forbidden');
    });

    it('goes with the role at once', async () => {
      const runId = await startRun(world.as('owner'));
      const { setRole } = world.app.world;
      await setRole(world.teamId, world.userId('builder'), 'manager');
      const raised = await call(world.as('builder'), runId);
      await setRole(world.teamId, world.userId('builder'), 'viewer');
      const lowered = await call(world.as('builder'), runId);
      await setRole(world.teamId, world.userId('builder'), 'builder');
      allowed(raised);
      expectError(lowered, 403, 'forbidden');
    });
  });
}
