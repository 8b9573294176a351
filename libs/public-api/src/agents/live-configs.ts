import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { RevisionsRepository } from './revisions.repository';
import type { LiveOnQueues } from './revisions.repository';

/** An agent whose live revision names a queue. */
export interface QueueAgent {
  readonly queueId: string;
  readonly agentId: string;
  readonly name: string;
  readonly revisionId: string;
  readonly createdBy: string;
  /** As whom the dispatcher starts the agent of its own accord. */
  readonly promotedBy: string;
}
export interface QueueConsumer extends QueueAgent {
  readonly autoStart: boolean;
  readonly concurrency: number;
}

/** What live revisions refer to; such items cannot be deleted or renamed (409 in_use). */
@Injectable()
export class LiveConfigs {
  constructor(private readonly revisions: RevisionsRepository) {}

  /** @returns whether a live revision of the team lists the file, by its exact path */
  usesFile(teamId: TeamId, path: string): Promise<boolean> {
    return this.revisions.liveRefersTo(teamId, 'files', path);
  }

  /** @returns whether a live revision of the team consumes or produces the queue */
  async usesQueue(teamId: TeamId, queueId: string): Promise<boolean> {
    return (
      (await this.consumers(teamId, [queueId])).length > 0 ||
      (await this.producers(teamId, [queueId])).length > 0
    );
  }

  /** @returns one entry per agent and queue whose live revision takes cases from it, by agent name */
  async consumers(teamId: TeamId, queueIds: readonly string[]): Promise<QueueConsumer[]> {
    return consumersOf(await this.revisions.liveOnQueues(teamId, 'consumes'), queueIds);
  }

  /** @returns those of the consumers that take cases of their own accord */
  async autoStarting(teamId: TeamId, queueIds: readonly string[]): Promise<QueueConsumer[]> {
    const agents = await this.revisions.liveOnQueues(teamId, 'consumes', { autoStart: true });
    return consumersOf(agents, queueIds).filter(({ autoStart }) => autoStart);
  }

  /** @returns one entry per agent and queue whose live revision adds cases to it, by agent name */
  async producers(teamId: TeamId, queueIds: readonly string[]): Promise<QueueAgent[]> {
    return (await this.revisions.liveOnQueues(teamId, 'produces')).flatMap(({ named, ...agent }) =>
      named.filter((queueId) => queueIds.includes(queueId)).map((queueId) => ({ ...agent, queueId })),
    );
  }

  /** @returns whether a live revision of the team lists the skill */
  usesSkill(teamId: TeamId, skillId: string): Promise<boolean> {
    return this.revisions.liveRefersTo(teamId, 'skills', skillId);
  }
}

function consumersOf(
  agents: readonly LiveOnQueues<'consumes'>[],
  queueIds: readonly string[],
): QueueConsumer[] {
  const wanted = new Set(queueIds);
  return agents.flatMap(({ named, ...agent }) =>
    named
      .filter(({ queue_id }) => wanted.has(queue_id))
      .map(({ queue_id, auto_start, concurrency }) => ({
        ...agent,
        queueId: queue_id,
        autoStart: auto_start,
        concurrency,
      })),
  );
}
