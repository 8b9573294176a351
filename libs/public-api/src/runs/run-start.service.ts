import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { CallerContext } from '@app/permissions';
import { RunSandboxes } from '../sandboxes';
import type { RunSource } from './run-machine';
import { RunnableRevisions } from './runnable-revisions';
import { RunStarter } from './run-starter';
import { toRunView } from './runs.schemas';
import type { RunView, StartRunBody } from './runs.schemas';

/** The operation start_run: what must hold before a run comes into being, but for what `RunStartPreflight` checks. */
@Injectable()
export class RunStartService {
  constructor(
    private readonly database: Database,
    private readonly runnable: RunnableRevisions,
    private readonly sandboxes: RunSandboxes,
    private readonly starter: RunStarter,
  ) {}

  /**
   * What the caller names must be there and the caller's to use, before it is told what else keeps it from running.
   * @throws not_found, forbidden, sandbox_expired, agent_not_runnable, connection_forbidden, connection_broken,
   * sandbox_in_use, concurrency_limit
   */
  async start(caller: CallerContext, source: RunSource, body: StartRunBody): Promise<{ run: RunView }> {
    const { teamId, userId } = caller;
    const { agent_id: agentId, sandbox_id: sandboxId, input, webhook_url: webhookUrl } = body;
    return this.database.transaction(async () => {
      const found = await this.runnable.find(caller, agentId);
      if (sandboxId !== undefined) await this.sandboxes.requireUsable(teamId, { sandboxId, userId });
      const revision = await this.runnable.require(caller, found);
      const started = { revision, source, userId, input, sandboxId, webhookUrl };
      const run = await this.starter.start(teamId, started);
      const { name: agentName, createdBy: agentCreatedBy } = found.agent;
      return { run: toRunView({ ...run, agentName, agentCreatedBy }) };
    });
  }
}
