import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import type { RunWithAgent } from './runs.repository';
import type { Reader } from './run-visibility.repository';

type Subject = Pick<CallerContext, 'reach' | 'role' | 'userId'>;

/** @returns to which runs the caller is limited, or nothing if every run of the team may be read */
export function readerOf(caller: Subject): Reader | undefined {
  if (caller.reach === 'any') return undefined;
  return { userId: caller.userId, ownsAgents: caller.role === 'builder' };
}

/** Own runs, and for a builder the runs of own agents. */
export function isOwnRun(caller: Subject, run: Pick<RunWithAgent, 'userId' | 'agentCreatedBy'>): boolean {
  if (caller.reach === 'any' || run.userId === caller.userId) return true;
  return caller.role === 'builder' && run.agentCreatedBy === caller.userId;
}

/** @throws forbidden */
export function requireOwnRun(caller: Subject, run: Pick<RunWithAgent, 'userId' | 'agentCreatedBy'>): void {
  if (isOwnRun(caller, run)) return;
  throw notYours(caller);
}

export function notYours({ role }: Pick<CallerContext, 'role'>): ApiException {
  const reach = role === 'builder' ? 'your own runs and runs of agents you created' : 'your own runs';
  return new ApiException('forbidden', { message: `The role ${role} reaches ${reach} only.` });
}
