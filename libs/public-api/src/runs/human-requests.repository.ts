import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, lte, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { agentsTable } from '../agents';
import type { Page, PageRequest } from '../shared';
import { humanRequestsTable } from './human-requests.tables';
import type { HumanRequestRow, HumanRequestStatus, HumanResponse } from './human-requests.tables';
import { isReadableBy } from './run-visibility.repository';
import type { Reader } from './run-visibility.repository';
import { runsTable } from './runs.tables';

export type NewHumanRequest = Pick<HumanRequestRow, 'runId' | 'type' | 'title'> &
  Partial<Pick<HumanRequestRow, 'description' | 'questions' | 'assigneeIds' | 'expiresAt'>>;

export interface HumanRequestFilter extends PageRequest {
  readonly runId?: string | undefined;
  readonly status: HumanRequestStatus;
  readonly assigneeId?: string | undefined;
  readonly reader?: Reader | undefined;
}

@Injectable()
export class HumanRequestsRepository {
  constructor(private readonly database: Database) {}

  async list(teamId: TeamId, filter: HumanRequestFilter): Promise<Page<HumanRequestRow>> {
    const where = and(
      eq(humanRequestsTable.teamId, teamId),
      eq(humanRequestsTable.status, filter.status),
      filter.runId ? eq(humanRequestsTable.runId, filter.runId) : undefined,
      filter.assigneeId
        ? sql`${filter.assigneeId}::uuid = any(${humanRequestsTable.assigneeIds})`
        : undefined,
      filter.reader && isReadableBy(filter.reader),
    );
    const rows = await this.database.handle
      .select({ request: humanRequestsTable })
      .from(humanRequestsTable)
      .innerJoin(runsTable, eq(runsTable.id, humanRequestsTable.runId))
      .innerJoin(agentsTable, eq(agentsTable.id, runsTable.agentId))
      .where(where)
      .orderBy(desc(humanRequestsTable.createdAt), desc(humanRequestsTable.id))
      .limit(filter.limit)
      .offset(filter.offset);
    const [counted] = await this.database.handle
      .select({ total: count() })
      .from(humanRequestsTable)
      .innerJoin(runsTable, eq(runsTable.id, humanRequestsTable.runId))
      .innerJoin(agentsTable, eq(agentsTable.id, runsTable.agentId))
      .where(where);
    return { rows: rows.map(({ request }) => request), total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<HumanRequestRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(humanRequestsTable)
      .where(and(eq(humanRequestsTable.teamId, teamId), eq(humanRequestsTable.id, id)));
    return row;
  }

  async findPending(teamId: TeamId, runId: string): Promise<HumanRequestRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(humanRequestsTable)
      .where(
        and(
          eq(humanRequestsTable.teamId, teamId),
          eq(humanRequestsTable.runId, runId),
          eq(humanRequestsTable.status, 'pending'),
        ),
      );
    return row;
  }

  /** @returns what a run asked last, whatever became of it */
  async findLatest(teamId: TeamId, runId: string): Promise<HumanRequestRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(humanRequestsTable)
      .where(and(eq(humanRequestsTable.teamId, teamId), eq(humanRequestsTable.runId, runId)))
      .orderBy(desc(humanRequestsTable.createdAt))
      .limit(1);
    return row;
  }

  /** @throws a violation of `human_requests_pending_key` if the run waits already */
  async insert(teamId: TeamId, request: NewHumanRequest): Promise<HumanRequestRow> {
    const [row] = await this.database.handle
      .insert(humanRequestsTable)
      .values({ teamId, ...request, assigneeIds: [...(request.assigneeIds ?? [])] })
      .returning();
    return row!;
  }

  /** @returns whether the request can still be answered: pending, and not past its time */
  async isOpen(teamId: TeamId, id: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: humanRequestsTable.id })
      .from(humanRequestsTable)
      .where(
        and(
          eq(humanRequestsTable.teamId, teamId),
          eq(humanRequestsTable.id, id),
          eq(humanRequestsTable.status, 'pending'),
          sql`coalesce(${humanRequestsTable.expiresAt}, 'infinity') > now()`,
        ),
      );
    return rows.length > 0;
  }

  /** @returns the request with its response, or nothing if it is not pending any more */
  async respond(
    teamId: TeamId,
    id: string,
    answer: { response: HumanResponse; comment: string | null; respondedBy: string },
  ): Promise<HumanRequestRow | undefined> {
    const [row] = await this.database.handle
      .update(humanRequestsTable)
      .set({ ...answer, status: 'responded', respondedAt: sql`now()` })
      .where(
        and(
          eq(humanRequestsTable.teamId, teamId),
          eq(humanRequestsTable.id, id),
          eq(humanRequestsTable.status, 'pending'),
        ),
      )
      .returning();
    return row;
  }

  /** Ends the pending request of a run without a response. @returns its id, if there was one */
  async close(teamId: TeamId, runId: string, status: 'cancelled' | 'expired'): Promise<string | null> {
    const [row] = await this.database.handle
      .update(humanRequestsTable)
      .set({ status })
      .where(
        and(
          eq(humanRequestsTable.teamId, teamId),
          eq(humanRequestsTable.runId, runId),
          eq(humanRequestsTable.status, 'pending'),
        ),
      )
      .returning({ id: humanRequestsTable.id });
    return row?.id ?? null;
  }
}

/** @global The sweep for requests that are past their time serves all teams at once. */
@Injectable()
export class HumanRequestExpiryRepository {
  constructor(private readonly database: Database) {}

  /** @returns pending requests that are past their time, the oldest first */
  async due(limit: number): Promise<{ teamId: TeamId; runId: string }[]> {
    const rows = await this.database.handle
      .select({ teamId: humanRequestsTable.teamId, runId: humanRequestsTable.runId })
      .from(humanRequestsTable)
      .where(and(eq(humanRequestsTable.status, 'pending'), lte(humanRequestsTable.expiresAt, sql`now()`)))
      .orderBy(humanRequestsTable.expiresAt)
      .limit(limit);
    return rows as { teamId: TeamId; runId: string }[];
  }
}
