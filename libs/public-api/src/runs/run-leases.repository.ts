import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { runsTable } from './runs.tables';
import type { RunRow } from './runs.tables';

const ACTIVE = inArray(runsTable.status, ['starting', 'running']);

/** Who executes a run. A lease is held by its id; whoever has another id has lost the run. */
@Injectable()
export class RunLeasesRepository {
  constructor(private readonly database: Database) {}

  /** @returns the run, now leased, or nothing if somebody has it or it is not active */
  async take(teamId: TeamId, runId: string, lease: { id: string; ms: number }): Promise<RunRow | undefined> {
    const [row] = await this.database.handle
      .update(runsTable)
      .set({ leaseId: lease.id, leaseUntil: after(lease.ms) })
      .where(and(this.one(teamId, runId), ACTIVE, isNull(runsTable.leaseId)))
      .returning();
    return row;
  }

  /** @returns whether the lease is still held and the run still active */
  async renew(teamId: TeamId, runId: string, lease: { id: string; ms: number }): Promise<boolean> {
    const rows = await this.database.handle
      .update(runsTable)
      .set({ leaseUntil: after(lease.ms) })
      .where(and(this.one(teamId, runId), ACTIVE, eq(runsTable.leaseId, lease.id)))
      .returning({ id: runsTable.id });
    return rows.length > 0;
  }

  /** Gives the run back, for the next worker to take. @returns whether it was still held */
  async release(teamId: TeamId, runId: string, leaseId: string): Promise<boolean> {
    const rows = await this.database.handle
      .update(runsTable)
      .set({ leaseId: null, leaseUntil: null })
      .where(and(this.one(teamId, runId), eq(runsTable.leaseId, leaseId)))
      .returning({ id: runsTable.id });
    return rows.length > 0;
  }

  /**
   * Takes a lease away from a worker that is dead.
   * @param found how that is known: the worker was not heard of in time (`lost`), or nobody but the caller can be
   * alive (`held`)
   * @returns how often that has happened in this step; nothing if the worker was heard of after all
   */
  async revoke(teamId: TeamId, runId: string, found: 'lost' | 'held' = 'lost'): Promise<number | undefined> {
    const [row] = await this.database.handle
      .update(runsTable)
      .set({ leaseId: null, leaseUntil: null, takeovers: sql`${runsTable.takeovers} + 1` })
      .where(and(this.one(teamId, runId), found === 'lost' ? isLost() : isHeld()))
      .returning({ takeovers: runsTable.takeovers });
    return row?.takeovers;
  }

  /** @returns whether the run is active for longer than it may; waiting does not count */
  async isOverdue(teamId: TeamId, runId: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: runsTable.id })
      .from(runsTable)
      .where(and(this.one(teamId, runId), isOverdue()));
    return rows.length > 0;
  }

  /** Notes a step as done; the caller holds the row and has checked the lease. */
  async finishStep(teamId: TeamId, runId: string, memory: Record<string, unknown>): Promise<RunRow> {
    const [row] = await this.database.handle
      .update(runsTable)
      .set({ step: sql`${runsTable.step} + 1`, memory, takeovers: 0 })
      .where(this.one(teamId, runId))
      .returning();
    return row!;
  }

  private one(teamId: TeamId, id: string): SQL | undefined {
    return and(eq(runsTable.teamId, teamId), eq(runsTable.id, id));
  }
}

/** A run that a sweep has to look at. */
export interface DueRun {
  readonly teamId: TeamId;
  readonly runId: string;
}

/** @global The sweeps for lost and overdue runs serve all teams at once. */
@Injectable()
export class DueRunsRepository {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns active runs whose worker was not heard of in time, the longest silent first */
  async lost(limit: number): Promise<DueRun[]> {
    return this.due(isLost(), limit);
  }

  /** @returns active runs that a worker has, dead or alive */
  async held(limit: number): Promise<DueRun[]> {
    return this.due(isHeld(), limit);
  }

  /** @returns runs that wait for a worker for longer than one may be silent: their job may have been lost */
  async unattended(limit: number): Promise<DueRun[]> {
    const waits = or(eq(runsTable.status, 'pending'), and(ACTIVE, isNull(runsTable.leaseId)));
    return this.due(and(waits, lte(runsTable.updatedAt, before(this.config.runs.leaseMs))), limit);
  }

  /** @returns active runs that have taken longer than they may; waiting does not count */
  async overdue(limit: number): Promise<DueRun[]> {
    return this.due(isOverdue(), limit);
  }

  private async due(where: SQL | undefined, limit: number): Promise<DueRun[]> {
    const rows = await this.database.handle
      .select({ teamId: runsTable.teamId, runId: runsTable.id })
      .from(runsTable)
      .where(where)
      .orderBy(asc(runsTable.updatedAt))
      .limit(limit);
    return rows as DueRun[];
  }
}

function isOverdue(): SQL | undefined {
  const elapsed = sql`${runsTable.activeMs} + extract(epoch from now() - ${runsTable.activeSince}) * 1000`;
  return and(ACTIVE, sql`${elapsed} > ${runsTable.maxDurationSeconds} * 1000`);
}
const isHeld = (): SQL | undefined => and(ACTIVE, isNotNull(runsTable.leaseId));
const isLost = (): SQL | undefined => and(isHeld(), lte(runsTable.leaseUntil, sql`now()`));
const after = (ms: number): SQL => sql`now() + ${ms} * interval '1 millisecond'`;
const before = (ms: number): SQL => sql`now() - ${ms} * interval '1 millisecond'`;
