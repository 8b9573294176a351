import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { RunnableAgents } from '../agents';
import { ConnectionsService } from '../connections';
import { RunSandboxes } from '../sandboxes';
import { nextStatus } from './run-machine';
import { RunPlaces } from './run-places';
import type { RunRow } from './runs.tables';

/** What must hold before a run that has ended may go on; it takes the run's place and its sandbox again. */
@Injectable()
export class RunResumption {
  constructor(
    private readonly agents: RunnableAgents,
    private readonly connections: ConnectionsService,
    private readonly places: RunPlaces,
    private readonly sandboxes: RunSandboxes,
  ) {}

  /** @throws run_not_resumable, connection_forbidden, connection_broken, concurrency_limit */
  async prepare(caller: CallerContext, run: RunRow): Promise<void> {
    const { teamId } = caller;
    if (!nextStatus(run.status, 'resume'))
      throw new ApiException('run_not_resumable', {
        message: `A run that ${run.status === 'failed' ? 'failed' : 'was stopped'} cannot go on; start a new one.`,
      });
    const revision = await this.agents.revision(teamId, run.revisionId);
    await this.connections.requireUsable(teamId, caller, revision?.config.connections ?? []);
    await this.places.require(teamId);
    await this.takeSandbox(run, teamId);
  }

  private async takeSandbox(
    { id, sandboxId, userId }: RunRow,
    teamId: CallerContext['teamId'],
  ): Promise<void> {
    if (!sandboxId) return;
    try {
      await this.sandboxes.reserve(teamId, { sandboxId, userId, runId: id });
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      throw new ApiException('run_not_resumable', {
        message: `The sandbox of this run is not to be had any more: ${error.message} Start a new run.`,
      });
    }
  }
}
