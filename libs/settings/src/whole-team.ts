import { ApiException } from '@app/errors';
import type { CallerContext, Permission } from '@app/permissions';

/** For routes about what other people own. @throws ApiException forbidden for whoever reaches only their own */
export function requireWholeTeam({ reach, role }: CallerContext, permission: Permission): void {
  if (reach === 'any') return;
  throw new ApiException('forbidden', {
    message: `This needs the permission ${permission} for the whole team, which the role ${role} lacks.`,
  });
}
