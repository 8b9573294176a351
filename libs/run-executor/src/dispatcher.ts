import { Inject, Injectable } from '@nestjs/common';
import { rootCause } from '@app/errors';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { CaseDispatch, LiveConfigs } from '@app/public-api';
import type { QueueConsumer } from '@app/public-api';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { CaseStarter } from './case-starter';
import type { StartOutcome } from './case-starter';

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
    const full = new Set<TeamId>();
    let started = await this.startAssigned(full);
    for (const { teamId, queueIds } of await this.due.teamsWithUnassigned()) {
      if (!full.has(teamId)) started += await this.serveTeam(teamId, queueIds);
    }
    return started;
  }

  /** @param full gets the teams that turn out to have no place for another run */
  private async startAssigned(full: Set<TeamId>): Promise<number> {
    let started = 0;
    for (const found of await this.due.assigned(BATCH)) {
      const { teamId, id: caseId, assignedAgentId: agentId, assignedBy: userId } = found;
      if (full.has(teamId)) continue;
      const start = { teamId, caseId, agentId, userId, isAssigned: true };
      const served = await this.attempt(async () =>
        add(NOTHING, await this.database.transaction(() => this.starts.start(start))),
      );
      started += served.started;
      if (served.isFull) full.add(teamId);
    }
    return started;
  }

  private async serveTeam(teamId: TeamId, queueIds: readonly string[]): Promise<number> {
    const { consumers, atWork } = await this.demandOf(teamId, queueIds);
    let started = 0;
    for (const consumer of consumers) {
      // Those that have their share already are most of them, and each look under the lock is a transaction.
      if ((atWork.get(keyOf(consumer)) ?? 0) >= consumer.concurrency) continue;
      const served = await this.attempt(() => this.serve(teamId, consumer));
      started += served.started;
      if (served.isFull) break;
    }
    return started;
  }

  private async demandOf(teamId: TeamId, queueIds: readonly string[]) {
    const consumers = await this.consumers.autoStarting(teamId, queueIds);
    const claimed = consumers.length > 0 ? await this.due.claimed(teamId, queueIds) : [];
    return { consumers, atWork: new Map(claimed.map((claim) => [keyOf(claim), claim.count])) };
  }

  private serve(teamId: TeamId, consumer: QueueConsumer): Promise<Served> {
    const { agentId, queueId } = consumer;
    return this.database.transaction(async () => {
      let served = NOTHING;
      if (!(await this.database.tryLock(`dispatch:${queueId}`))) return served;
      const claimed = await this.due.claimed(teamId, [queueId]);
      const atWork = claimed.find((claim) => claim.agentId === agentId)?.count ?? 0;
      const free = consumer.concurrency - atWork;
      if (free <= 0) return served;
      for (const { id: caseId } of await this.due.unassigned(teamId, queueId, free)) {
        const start = { teamId, caseId, agentId, userId: consumer.promotedBy, isAssigned: false };
        served = add(served, await this.starts.start(start));
        if (served.isFull) break;
      }
      return served;
    });
  }

  /** One case or queue that fails must not keep the others waiting. */
  private async attempt(work: () => Promise<Served>): Promise<Served> {
    try {
      return await work();
    } catch (error) {
      this.logger.warn({ err: rootCause(error) }, 'A case was not dispatched; the next tick tries again.');
      return NOTHING;
    }
  }
}

interface Served {
  readonly started: number;
  /** Whether the team has no place for another run. */
  readonly isFull: boolean;
}

const NOTHING: Served = { started: 0, isFull: false };

const add = ({ started }: Served, outcome: StartOutcome): Served => ({
  started: started + (outcome === 'started' ? 1 : 0),
  isFull: outcome === 'no place',
});

const keyOf = ({ queueId, agentId }: { queueId: string; agentId: string }) => `${queueId} ${agentId}`;
