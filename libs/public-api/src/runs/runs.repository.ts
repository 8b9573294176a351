import { Injectable } from '@nestjs/common';
import { and, asc, count, desc, eq, getTableColumns, gte, ilike, inArray, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { teamsTable } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { agentsTable } from '../agents';
import { containsPattern } from '../shared';
import type { Page, PageRequest, SortOrder } from '../shared';
import { isActive, isLive, LIVE_STATUSES } from './run-machine';
import type { RunSource, RunStatus } from './run-machine';
import { isReadableBy } from './run-visibility.repository';
import type { Reader } from './run-visibility.repository';
import { runsTable } from './runs.tables';
import type { RunRow } from './runs.tables';

/** A run with what its agent adds to it. */
export interface RunWithAgent extends RunRow {
  readonly agentName: string;
  readonly agentCreatedBy: string;
}

export type NewRun = Pick<RunRow, 'agentId' | 'revisionId' | 'source' | 'userId' | 'maxDurationSeconds'> &
  Partial<Pick<RunRow, 'id' | 'input' | 'sandboxId' | 'webhookUrl' | 'caseId' | 'queueId' | 'messageCount'>>;

/** A worker's hold on a run: for so many milliseconds, unless it is renewed. */
export interface Lease {
  readonly id: string;
  readonly ms: number;
}

/** What a transition may set besides status, version and times. */
export type RunChangeSet = Partial<Pick<RunRow, 'result' | 'errorCode' | 'errorMessage'>> & {
  /** Under which the run is taken. */
  readonly lease?: Lease | undefined;
  /** Id of the lease that must still hold the run. */
  readonly heldBy?: string | undefined;
};

export interface RunFilter extends PageRequest {
  readonly status?: readonly RunStatus[] | undefined;
  readonly agentId?: string | undefined;
  readonly userId?: string | undefined;
  readonly queueId?: string | undefined;
  readonly caseId?: string | undefined;
  readonly source?: RunSource | undefined;
  readonly search?: string | undefined;
  readonly since?: Date | undefined;
  readonly sortBy?: 'created_at' | 'updated_at' | undefined;
  readonly sortOrder?: SortOrder | undefined;
  /** Limits the rows to those a person may read. */
  readonly reader?: Reader | undefined;
}

@Injectable()
export class RunsRepository {
  constructor(private readonly database: Database) {}

  async list(teamId: TeamId, filter: RunFilter): Promise<Page<RunWithAgent>> {
    const where = and(
      eq(runsTable.teamId, teamId),
      filter.status && inArray(runsTable.status, [...filter.status]),
      filter.agentId ? eq(runsTable.agentId, filter.agentId) : undefined,
      filter.userId ? eq(runsTable.userId, filter.userId) : undefined,
      filter.queueId ? eq(runsTable.queueId, filter.queueId) : undefined,
      filter.caseId ? eq(runsTable.caseId, filter.caseId) : undefined,
      filter.source ? eq(runsTable.source, filter.source) : undefined,
      filter.search ? matches(filter.search) : undefined,
      filter.since && gte(runsTable.updatedAt, filter.since),
      filter.reader && isReadableBy(filter.reader),
    );
    const column = filter.sortBy === 'updated_at' ? runsTable.updatedAt : runsTable.createdAt;
    const order = filter.sortOrder === 'asc' ? asc : desc;
    const rows = await this.select()
      .where(where)
      .orderBy(order(column), order(runsTable.id))
      .limit(filter.limit)
      .offset(filter.offset);
    const [counted] = await this.database.handle
      .select({ total: count() })
      .from(runsTable)
      .innerJoin(agentsTable, eq(agentsTable.id, runsTable.agentId))
      .where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<RunWithAgent | undefined> {
    const [row] = await this.select().where(this.one(teamId, id));
    return row;
  }

  /** @returns whether a person may read the run, as `list` would show it */
  async isReadable(teamId: TeamId, id: string, reader: Reader): Promise<boolean> {
    const rows = await this.select().where(and(this.one(teamId, id), isReadableBy(reader)));
    return rows.length > 0;
  }

  /** Reads a run and holds it until the transaction ends. */
  async findLocked(teamId: TeamId, id: string): Promise<RunRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(runsTable)
      .where(this.one(teamId, id))
      .for('no key update');
    return row;
  }

  /** Holds the team's row until the transaction ends, so that two callers cannot take the last place both. */
  async lockTeam(teamId: TeamId): Promise<void> {
    await this.database.handle
      .select({ id: teamsTable.id })
      .from(teamsTable)
      .where(eq(teamsTable.id, teamId))
      .for('no key update');
  }

  async countLive(teamId: TeamId): Promise<number> {
    const [row] = await this.database.handle
      .select({ total: count() })
      .from(runsTable)
      .where(and(eq(runsTable.teamId, teamId), inArray(runsTable.status, [...LIVE_STATUSES])));
    return row?.total ?? 0;
  }

  async insert(teamId: TeamId, run: NewRun): Promise<RunRow> {
    const [row] = await this.database.handle
      .insert(runsTable)
      .values({ teamId, ...run })
      .returning();
    return row!;
  }

  /**
   * One compare-and-set on id, status and version. The clock against the longest duration goes on while the run
   * is active, and who executed it has no claim on it any more once it is not.
   * @returns the run after it, or nothing if somebody else was faster
   */
  async transition(
    teamId: TeamId,
    run: Pick<RunRow, 'id' | 'status' | 'version'>,
    to: RunStatus,
    { lease, heldBy, ...change }: RunChangeSet = {},
  ): Promise<RunRow | undefined> {
    const [row] = await this.database.handle
      .update(runsTable)
      .set({
        ...change,
        ...clockOf(run.status, to),
        status: to,
        version: sql`${runsTable.version} + 1`,
        updatedAt: sql`now()`,
        completedAt: isLive(to) ? null : sql`now()`,
        ...(to === 'starting' && { startedAt: sql`coalesce(${runsTable.startedAt}, now())` }),
        ...(lease && { leaseId: lease.id, leaseUntil: sql`now() + ${lease.ms} * interval '1 millisecond'` }),
        ...(!isActive(to) && { leaseId: null, leaseUntil: null, takeovers: 0 }),
        ...(to === 'pending' && { result: null, errorCode: null, errorMessage: null, activeMs: 0 }),
      })
      .where(
        and(
          this.one(teamId, run.id),
          eq(runsTable.status, run.status),
          eq(runsTable.version, run.version),
          heldBy ? eq(runsTable.leaseId, heldBy) : undefined,
        ),
      )
      .returning();
    return row;
  }

  /** Notes the case that a run works on. */
  async attachCase(teamId: TeamId, id: string, to: { caseId: string; queueId: string }): Promise<void> {
    await this.database.handle.update(runsTable).set(to).where(this.one(teamId, id));
  }

  /** Removes a case that is deleted from the history of the runs. */
  async forgetCase(teamId: TeamId, caseId: string): Promise<void> {
    await this.database.handle
      .update(runsTable)
      .set({ caseId: null })
      .where(and(eq(runsTable.teamId, teamId), eq(runsTable.caseId, caseId)));
  }

  private one(teamId: TeamId, id: string): SQL | undefined {
    return and(eq(runsTable.teamId, teamId), eq(runsTable.id, id));
  }

  private select() {
    return this.database.handle
      .select({
        ...getTableColumns(runsTable),
        agentName: agentsTable.name,
        agentCreatedBy: agentsTable.createdBy,
      })
      .from(runsTable)
      .innerJoin(agentsTable, eq(agentsTable.id, runsTable.agentId));
  }
}

function clockOf(from: RunStatus, to: RunStatus) {
  if (isActive(from) === isActive(to)) return {};
  if (isActive(to)) return { activeSince: sql`now()` };
  // A transaction that had to wait for the row may have begun before the run became active.
  const elapsed = sql`greatest(extract(epoch from now() - ${runsTable.activeSince}) * 1000, 0)`;
  return { activeSince: null, activeMs: sql`${runsTable.activeMs} + ${elapsed}::bigint` };
}

function matches(search: string) {
  const pattern = containsPattern(search);
  return or(
    ilike(agentsTable.name, pattern),
    ilike(runsTable.input, pattern),
    ilike(runsTable.result, pattern),
  );
}
