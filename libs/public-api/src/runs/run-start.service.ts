import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { CallerContext } from '@app/permissions';
import { WebhookTargets } from '../webhooks';
import type { RunSource } from './run-machine';
import { RunnableRevisions } from './runnable-revisions';
import { RunStarter } from './run-starter';
import { toRunView } from './runs.schemas';
import type { RunView, StartRunBody } from './runs.schemas';

/** The operation start_run: what must hold before a run comes into being. */
@Injectable()
export class RunStartService {
  constructor(
    private readonly database: Database,
    private readonly runnable: RunnableRevisions,
    private readonly targets: WebhookTargets,
    private readonly starter: RunStarter,
  ) {}

  /**
   * @throws webhook_url_not_allowed, not_found, agent_not_runnable, connection_forbidden, connection_broken,
   * concurrency_limit, and what reserving the sandbox throws
   */
  async start(caller: CallerContext, source: RunSource, body: StartRunBody): Promise<{ run: RunView }> {
    // Outside the transaction that follows: a name is resolved.
    if (body.webhook_url !== undefined) await this.targets.requireAllowed(body.webhook_url);
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
