import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import type { SandboxRow } from './sandboxes.tables';

type Subject = Pick<CallerContext, 'role' | 'userId'>;

/** Roles that reach the sandboxes of everybody in the team. */
const OVERSEERS: readonly string[] = ['owner', 'admin'];

/** @returns the user to whose sandboxes the caller is limited, or nothing if every one of the team may be seen */
export function limitedTo({ role, userId }: Subject): string | undefined {
  return OVERSEERS.includes(role) ? undefined : userId;
}

/** @throws ApiException `forbidden` if the sandbox is somebody else's and the caller reaches own ones only */
export function requireReach(caller: Subject, { createdBy }: Pick<SandboxRow, 'createdBy'>): void {
  const user = limitedTo(caller);
  if (user === undefined || user === createdBy) return;
  throw new ApiException('forbidden', {
    message: `The role ${caller.role} reaches your own sandboxes only.`,
  });
}
