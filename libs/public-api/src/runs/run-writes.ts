import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { HumanRequestsRepository } from './human-requests.repository';
import type { HumanRequestRow } from './human-requests.tables';
import { RunAsks } from './run-asks';
import type { Ask } from './run-asks';
import type { RunError } from './run-error';
import { RunMessagesRepository } from './run-messages.repository';
import type { NewMessage } from './run-messages.repository';
import { RunTransitions } from './run-transitions';
import { requireRoom } from './transcript-limits';
import type { MessageRow, RunRow } from './runs.tables';

/** What an agent does in its run. Writes take a run that is locked in the transaction of the step. */
@Injectable()
export class RunWrites {
  constructor(
    private readonly messages: RunMessagesRepository,
    private readonly requests: HumanRequestsRepository,
    private readonly asks: RunAsks,
    private readonly transitions: RunTransitions,
  ) {}

  /** @throws run_not_resumable if the transcript is full */
  async append(teamId: TeamId, runId: string, messages: readonly NewMessage[]): Promise<void> {
    requireRoom(await this.messages.append(teamId, runId, messages));
  }

  /** @throws run_not_resumable if the transcript is full */
  async ask(teamId: TeamId, run: RunRow, ask: Ask): Promise<void> {
    await this.asks.ask(teamId, run, ask);
  }

  async complete(teamId: TeamId, run: RunRow, result: string | null): Promise<void> {
    await this.transitions.apply(teamId, run, 'complete', { actor: { type: 'run', id: run.id }, result });
  }

  async fail(teamId: TeamId, run: RunRow, error: RunError): Promise<void> {
    await this.transitions.apply(teamId, run, 'fail', { actor: { type: 'run', id: run.id }, error });
  }

  /** @returns the messages after a sequence number, oldest first */
  messagesAfter(
    teamId: TeamId,
    runId: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<MessageRow[]> {
    return this.messages.after(teamId, runId, page);
  }

  /** @returns what a person said last */
  lastUserText(teamId: TeamId, runId: string): Promise<string | null> {
    return this.messages.lastUserText(teamId, runId);
  }

  /** @returns the request that the run made last, if it was answered; an older answer is none to it */
  async lastResponse(teamId: TeamId, runId: string): Promise<HumanRequestRow | undefined> {
    const latest = await this.requests.findLatest(teamId, runId);
    return latest?.status === 'responded' ? latest : undefined;
  }
}
