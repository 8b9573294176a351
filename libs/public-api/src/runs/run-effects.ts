import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { Jobs } from '@app/jobs';
import { RunSandboxes } from '../sandboxes';
import { WebhookOutbox } from '../webhooks';
import type { WebhookEvent } from '../webhooks';
import { HumanRequestsRepository } from './human-requests.repository';
import { isLive } from './run-machine';
import type { RunEvent } from './run-machine';
import type { RunRow } from './runs.tables';

const TOLD: Partial<Record<RunEvent, WebhookEvent>> = {
  ask: 'human_request',
  complete: 'run_completed',
  fail: 'run_failed',
  expire: 'run_failed',
  stop: 'run_stopped',
  interrupt: 'run_interrupted',
};

/** What a transition sets going outside the run; all of it commits or rolls back with the transition. */
@Injectable()
export class RunEffects {
  constructor(
    private readonly jobs: Jobs,
    private readonly sandboxes: RunSandboxes,
    private readonly webhooks: WebhookOutbox,
    private readonly requests: HumanRequestsRepository,
  ) {}

  async follow(teamId: TeamId, run: RunRow, event: RunEvent): Promise<void> {
    if (!isLive(run.status) && run.sandboxId) await this.sandboxes.release(teamId, run.id);
    await this.tell(teamId, run, event);
    if (event === 'resume' || event === 'answer' || event === 'supersede') await this.wake(teamId, run.id);
  }

  /** Gives a sandbox to a run that is to be. @throws what RunSandboxes.reserve throws */
  reserve(teamId: TeamId, use: Parameters<RunSandboxes['reserve']>[1]): Promise<void> {
    return this.sandboxes.reserve(teamId, use);
  }

  /** Makes a worker go on with the run. */
  wake(teamId: TeamId, runId: string): Promise<void> {
    return this.jobs.enqueue('run', { team_id: teamId, run_id: runId }, { key: runId });
  }

  private async tell(teamId: TeamId, run: RunRow, event: RunEvent): Promise<void> {
    const told = TOLD[event];
    if (!told || !run.webhookUrl) return;
    const asked = event === 'ask' ? await this.requests.findPending(teamId, run.id) : undefined;
    await this.webhooks.emit(teamId, {
      runId: run.id,
      agentId: run.agentId,
      url: run.webhookUrl,
      event: told,
      status: run.status,
      humanRequest: asked ? { id: asked.id, type: asked.type, title: asked.title } : null,
    });
  }
}
