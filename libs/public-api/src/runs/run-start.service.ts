import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { CallerContext } from '@app/permissions';
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
    private readonly starter: RunStarter,
  ) {}

  /**
   * @throws not_found, agent_not_runnable, connection_forbidden, connection_broken,
   * concurrency_limit, and what reserving the sandbox throws
   */
  async start(caller: CallerContext, source: RunSource, body: StartRunBody): Promise<{ run: RunView }> {
    return this.database.transaction(async () => {
      const { agent, revision } = await this.runnable.require(caller, body.agent_id);
      const started = await this.starter.start(caller.teamId, {
        revision,
        source,
        userId: caller.userId,
        input: body.input,
        sandboxId: body.sandbox_id,
        webhookUrl: body.webhook_url,
      });
      return { run: toRunView({ ...started, agentName: agent.name, agentCreatedBy: agent.createdBy }) };
    });
  }
}
