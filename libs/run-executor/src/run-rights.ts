import { Injectable } from '@nestjs/common';
import { TeamDirectory } from '@app/auth';
import type { Role } from '@app/auth';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { reachOf } from '@app/permissions';
import type { Permission } from '@app/permissions';
import { ConnectionsService } from '@app/public-api';
import type { RunErrorCode, RunRow } from '@app/public-api';
import { StepFailure } from './step-failure';

/**
 * What a run may do: what its user may do at this moment, whatever that was when the run began. So it is asked
 * anew for each thing that the run does.
 */
@Injectable()
export class RunRights {
  constructor(
    private readonly members: TeamDirectory,
    private readonly connections: ConnectionsService,
  ) {}

  /** @throws StepFailure if the user has left the team, or has a role that lacks one of the permissions */
  async require(run: RunRow, permissions: readonly Permission[]): Promise<void> {
    requireAll(await this.roleOf(run), permissions);
  }

  /**
   * What it takes to work at all, and to use connections.
   * @throws StepFailure with connection_forbidden if the user has left the team or lacks `use`, with
   * connection_broken if a connection does not work, with agent_error if the user may run no agents
   */
  async requireToWork(run: RunRow, connectionIds: readonly string[]): Promise<void> {
    const role = await this.roleOf(run);
    const teamId = asTeamId(run.teamId);
    await this.connections
      .requireUsable(teamId, { teamId, userId: run.userId, role }, connectionIds)
      .catch(asFailure);
    requireAll(role, ['runs:start']);
  }

  private async roleOf({ teamId, userId }: RunRow): Promise<Role> {
    const member = await this.members.member(asTeamId(teamId), userId);
    if (!member) throw new StepFailure('connection_forbidden', 'The user of this run has left the team.');
    return member.role;
  }
}

function requireAll(role: Role, permissions: readonly Permission[]): void {
  const lacking = permissions.filter((permission) => !reachOf(role, permission));
  if (lacking.length === 0) return;
  const what = `the permission${lacking.length > 1 ? 's' : ''} ${lacking.join(', ')}`;
  throw new StepFailure('agent_error', `The user of this run has the role ${role}, which lacks ${what}.`);
}

function asFailure(error: unknown): never {
  if (!(error instanceof ApiException)) throw error;
  const details = error.details.map(({ message }) => message).join('; ');
  throw new StepFailure(error.code as RunErrorCode, details || error.message);
}
