import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { toMessageView } from './messages.schemas';
import type { MessageView, PostMessageBody } from './messages.schemas';
import { requireOwnRun } from './run-access';
import { isLive } from './run-machine';
import { RunMessagesRepository } from './run-messages.repository';
import { RunResumption } from './run-resumption';
import { RunTransitions } from './run-transitions';
import { RunsRepository } from './runs.repository';
import { toRunView } from './runs.schemas';
import type { RunView } from './runs.schemas';
import { requireRoom } from './transcript-limits';
import type { RunRow } from './runs.tables';

/** The operation post_run_message: a person says something to the agent, whatever it is doing. */
@Injectable()
export class RunMessagesService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
    private readonly messages: RunMessagesRepository,
    private readonly transitions: RunTransitions,
    private readonly resumption: RunResumption,
  ) {}

  /**
   * @throws not_found, forbidden, run_not_resumable; when it resumes a run also connection_forbidden,
   * connection_broken, concurrency_limit; conflict if it ends at this very moment
   */
  post(
    caller: CallerContext,
    id: string,
    { message }: PostMessageBody,
  ): Promise<{ message: MessageView; run: RunView }> {
    const { teamId } = caller;
    return this.database.transaction(async () => {
      const found = await this.runs.find(teamId, id);
      if (!found) throw new ApiException('not_found');
      requireOwnRun(caller, found);
      const isPrepared = !isLive(found.status);
      if (isPrepared) await this.resumption.prepare(caller, found);
      const run = await this.runs.findLocked(teamId, id);
      if (!run) throw new ApiException('not_found');
      // Whoever resumed it meanwhile has its place already; then this is one more message to a live run.
      if (!isLive(run.status)) await this.resume(teamId, run, isPrepared);
      const posted = await this.messages.append(teamId, id, [{ type: 'text', role: 'user', text: message }]);
      requireRoom(posted);
      await this.goOn(caller, run);
      const after = await this.runs.find(teamId, id);
      return { message: toMessageView(posted[0]!), run: toRunView(after!) };
    });
  }

  private async resume(teamId: TeamId, run: RunRow, isPrepared: boolean): Promise<void> {
    this.resumption.requireResumable(run);
    // It ended just now, and its row must not be held while waiting for that of the team.
    if (!isPrepared) throw new ApiException('conflict');
    await this.resumption.take(teamId, run);
  }

  private async goOn(caller: CallerContext, run: RunRow): Promise<void> {
    const actor = { type: 'user', id: caller.userId } as const;
    if (run.status === 'waiting') await this.transitions.apply(caller.teamId, run, 'supersede', { actor });
    else if (!isLive(run.status)) await this.transitions.apply(caller.teamId, run, 'resume', { actor });
  }
}
