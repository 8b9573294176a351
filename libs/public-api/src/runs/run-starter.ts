import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { RunnableAgents } from '../agents';
import type { RevisionRow } from '../agents';
import { RunEffects } from './run-effects';
import type { RunSource } from './run-machine';
import { RunMessagesRepository } from './run-messages.repository';
import { RunPlaces } from './run-places';
import { RunsRepository } from './runs.repository';
import type { RunRow } from './runs.tables';

export interface RunToStart {
  /** The live revision of the agent. */
  readonly revision: RevisionRow;
  readonly source: RunSource;
  /** With whose rights the run acts. */
  readonly userId: string;
  readonly input?: string | undefined;
  readonly sandboxId?: string | undefined;
  readonly webhookUrl?: string | undefined;
}

/** Brings a run into being; callers have checked that it may be. */
@Injectable()
export class RunStarter {
  constructor(
    private readonly places: RunPlaces,
    private readonly runs: RunsRepository,
    private readonly messages: RunMessagesRepository,
    private readonly agents: RunnableAgents,
    private readonly effects: RunEffects,
  ) {}

  /**
   * Creates a pending run and its job in the open transaction.
   * @throws what reserving the sandbox throws (not_found, forbidden, sandbox_expired, sandbox_in_use), then
   * concurrency_limit: who waits for a place should not wait in vain
   */
  async start(teamId: TeamId, { revision, ...start }: RunToStart): Promise<RunRow> {
    const { sandboxId, userId } = start;
    const id = randomUUID();
    if (sandboxId !== undefined) {
      await this.places.hold(teamId);
      await this.effects.reserve(teamId, { sandboxId, userId, runId: id });
    }
    await this.places.require(teamId);
    const { agentId, config } = revision;
    const run = await this.runs.insert(teamId, {
      ...start,
      id,
      agentId,
      revisionId: revision.id,
      maxDurationSeconds: config.max_duration_seconds,
      messageCount: start.input === undefined ? 0 : 1,
    });
    if (start.input !== undefined)
      await this.messages.insertFirst(teamId, run.id, { type: 'text', role: 'user', text: start.input });
    await this.agents.noteRun(teamId, agentId);
    await this.effects.wake(teamId, id);
    return run;
  }
}
