import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { rootCause } from '@app/jobs';
import { CaseDispatch, LiveConfigs } from '@app/public-api';
import type { QueueConsumer } from '@app/public-api';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { CaseStarter } from './case-starter';

/** Cases looked at in one tick, over all teams and per queue. */
const BATCH = 100;

/**
 * Starts runs for cases.
 * - A case with an assigned agent: that agent, as the person who delegated or retried the case.
 * - A case of a queue that a consumer serves of its own accord (`auto_start`), up to its `concurrency`: as the
 *   person who promoted the revision.
 *
 * Run and claim are one transaction, and a queue is served by one dispatcher at a time, so any number of workers
 * may tick at once.
 */
@Injectable()
export class Dispatcher {
  constructor(
    private readonly database: Database,
    private readonly due: CaseDispatch,
    private readonly consumers: LiveConfigs,
    private readonly starts: CaseStarter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many runs it started */
  async tick(): Promise<number> {
    let started = 0;
    for (const found of await this.due.assigned(BATCH)) {
      const { teamId, id: caseId, assignedAgentId: agentId, assignedBy: userId } = found;
      const start = { teamId, caseId, agentId, userId, isAssigned: true };
      started += await this.attempt(() => this.database.transaction(() => this.starts.start(start)));
    }
    for (const { teamId, queueId } of await this.due.teamsWithUnassigned()) {
      for (const consumer of await this.consumers.consumers(teamId, [queueId])) {
        if (consumer.autoStart) started += await this.attempt(() => this.serve(teamId, consumer));
      }
    }
    return started;
  }

  private serve(teamId: TeamId, consumer: QueueConsumer): Promise<number> {
    const { agentId, queueId } = consumer;
    return this.database.transaction(async () => {
      if (!(await this.database.tryLock(`dispatch:${queueId}`))) return 0;
      const free = consumer.concurrency - (await this.due.claimedCount(teamId, queueId, agentId));
      if (free <= 0) return 0;
      let started = 0;
      for (const { id: caseId } of await this.due.unassigned(teamId, queueId, free))
        started += await this.starts.start({
          teamId,
          caseId,
          agentId,
          userId: consumer.promotedBy,
          isAssigned: false,
        });
      return started;
    });
  }

  /** One case or queue that fails must not keep the others waiting. */
  private async attempt(work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.logger.warn({ err: rootCause(error) }, 'A case was not dispatched; the next tick tries again.');
      return 0;
    }
  }
}
