import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import type { AgentRow } from './agents.tables';

/** "Own" agents are those the caller created. @throws forbidden */
export function requireOwn(caller: CallerContext, agent: Pick<AgentRow, 'createdBy'>): void {
  if (caller.reach === 'any' || agent.createdBy === caller.userId) return;
  throw new ApiException('forbidden', {
    message: `The role ${caller.role} may change only agents that you created yourself.`,
  });
}
