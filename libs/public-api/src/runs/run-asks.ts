import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { HumanRequestsRepository } from './human-requests.repository';
import type { HumanRequestRow, HumanRequestType, Question } from './human-requests.tables';
import { RunMessagesRepository } from './run-messages.repository';
import { RunTransitions } from './run-transitions';
import { requireRoom } from './transcript-limits';
import type { RunRow } from './runs.tables';

/** What an agent asks a person. */
export interface Ask {
  readonly type: HumanRequestType;
  readonly title: string;
  readonly description?: string | undefined;
  /** For a question; empty for an approval. */
  readonly questions?: readonly Question[] | undefined;
  /** Persons who may answer besides those who may control the run. */
  readonly assigneeIds?: readonly string[] | undefined;
  /** Without it the request waits as long as it takes. */
  readonly expiresAt?: Date | undefined;
}

/** Turns a running run into a waiting one. */
@Injectable()
export class RunAsks {
  constructor(
    private readonly requests: HumanRequestsRepository,
    private readonly messages: RunMessagesRepository,
    private readonly transitions: RunTransitions,
  ) {}

  /**
   * @param run running, and locked in the open transaction
   * @throws run_not_resumable if the transcript is full
   */
  async ask(teamId: TeamId, run: RunRow, ask: Ask): Promise<{ run: RunRow; request: HumanRequestRow }> {
    const { type, title, description, questions, expiresAt } = ask;
    const request = await this.requests.insert(teamId, {
      runId: run.id,
      type,
      title,
      description: description ?? null,
      questions: questions ?? [],
      assigneeIds: [...(ask.assigneeIds ?? [])],
      expiresAt: expiresAt ?? null,
    });
    const message = { type: 'human_request', role: 'agent', text: textOf(ask) } as const;
    requireRoom(await this.messages.append(teamId, run.id, [message]));
    const actor = { type: 'run', id: run.id } as const;
    const waiting = await this.transitions.apply(teamId, run, 'ask', { actor, humanRequestId: request.id });
    return { run: waiting, request };
  }
}

function textOf({ title, description, questions = [] }: Ask): string {
  return [title, description, ...questions.map(({ question }) => `- ${question}`)]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}
