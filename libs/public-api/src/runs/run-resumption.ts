import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
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

  /**
   * Checks what needs no lock on the run, then makes others wait who start or resume runs: in the order of locks
   * the team comes before the run.
   * @throws run_not_resumable, connection_forbidden, connection_broken
   */
  async prepare(caller: CallerContext, run: RunRow): Promise<void> {
    const { teamId } = caller;
    this.requireResumable(run);
    const revision = await this.agents.revision(teamId, run.revisionId);
    await this.connections.requireUsable(teamId, caller, revision?.config.connections ?? []);
    await this.places.hold(teamId);
  }

  /**
   * Takes sandbox and place for a run that was prepared and is locked now.
   * @throws run_not_resumable, concurrency_limit
   */
  async take(teamId: TeamId, run: RunRow): Promise<void> {
    this.requireResumable(run);
    // First what waiting for a place would not mend.
    await this.takeSandbox(teamId, run);
    await this.places.require(teamId);
  }

  /** @throws run_not_resumable */
  requireResumable({ status }: Pick<RunRow, 'status'>): void {
    if (nextStatus(status, 'resume')) return;
    throw new ApiException('run_not_resumable', {
      message: `A run that ${status === 'failed' ? 'failed' : 'was stopped'} cannot go on; start a new one.`,
    });
  }

  private async takeSandbox(teamId: TeamId, { id, sandboxId, userId }: RunRow): Promise<void> {
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
