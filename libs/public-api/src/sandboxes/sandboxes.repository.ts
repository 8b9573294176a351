import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, getTableColumns, isNull, min, not, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { membersTable } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Page, PageRequest } from '../shared';
import { sandboxesTable, sandboxFilesTable } from './sandboxes.tables';
import type { SandboxRow } from './sandboxes.tables';

/** A sandbox as it is by the clock of the database; an expired one holds nothing and serves nobody. */
export interface Sandbox extends SandboxRow {
  readonly isActive: boolean;
  readonly fileCount: number;
}

export interface SandboxFilter {
  readonly active?: boolean | undefined;
  readonly createdBy?: string | undefined;
}

export interface NewSandbox {
  readonly name: string | null;
  readonly minutes: number;
}

@Injectable()
export class SandboxesRepository {
  constructor(private readonly database: Database) {}

  async list(teamId: TeamId, filter: SandboxFilter, page: PageRequest): Promise<Page<Sandbox>> {
    const where = and(
      eq(sandboxesTable.teamId, teamId),
      filter.active === undefined ? undefined : filter.active ? isActive() : not(isActive()),
      filter.createdBy ? eq(sandboxesTable.createdBy, filter.createdBy) : undefined,
    );
    const rows = await this.select(where)
      .orderBy(desc(sandboxesTable.createdAt), desc(sandboxesTable.id))
      .limit(page.limit)
      .offset(page.offset);
    const [counted] = await this.database.handle.select({ total: count() }).from(sandboxesTable).where(where);
    return { rows: rows.map(toSandbox), total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<Sandbox | undefined> {
    const [row] = await this.select(at(teamId, id));
    return row && toSandbox(row);
  }

  /** Locks a sandbox until the transaction ends: its files change one after another, and no sweep removes them. */
  async lock(teamId: TeamId, id: string): Promise<{ isActive: boolean } | undefined> {
    const [row] = await this.database.handle
      .select({ isActive: sql<boolean>`${isActive()}` })
      .from(sandboxesTable)
      .where(at(teamId, id))
      .for('no key update');
    return row;
  }

  /** Makes other sandboxes of this member wait until the transaction ends. @returns whether there is such a member */
  async lockMember(teamId: TeamId, userId: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ userId: membersTable.userId })
      .from(membersTable)
      .where(and(eq(membersTable.teamId, teamId), eq(membersTable.userId, userId)))
      .for('no key update');
    return rows.length > 0;
  }

  /** @returns how many active sandboxes a user has, and in how many seconds the next one expires, at least 1 */
  async activeOf(teamId: TeamId, userId: string): Promise<{ count: number; nextExpirySeconds: number }> {
    const wait = sql`ceil(extract(epoch from ${min(sandboxesTable.expiresAt)} - now()))`;
    const [row] = await this.database.handle
      .select({ count: count(), nextExpirySeconds: sql<number>`coalesce(${wait}, 1)`.mapWith(Number) })
      .from(sandboxesTable)
      .where(and(eq(sandboxesTable.teamId, teamId), eq(sandboxesTable.createdBy, userId), isActive()));
    return { count: row?.count ?? 0, nextExpirySeconds: Math.max(1, row?.nextExpirySeconds ?? 1) };
  }

  async insert(teamId: TeamId, userId: string, { name, minutes }: NewSandbox): Promise<Sandbox> {
    const expiresAt = sql`now() + make_interval(mins => ${minutes}::int)`;
    const [row] = await this.database.handle
      .insert(sandboxesTable)
      .values({ teamId, name, createdBy: userId, expiresAt })
      .returning();
    return { ...row!, isActive: true, fileCount: 0 };
  }

  /** Gives an active sandbox to a run. @returns whether it was free, or the run's already */
  async reserve(teamId: TeamId, id: string, runId: string): Promise<boolean> {
    const free = or(isNull(sandboxesTable.runId), eq(sandboxesTable.runId, runId));
    const rows = await this.database.handle
      .update(sandboxesTable)
      .set({ runId })
      .where(and(at(teamId, id), isActive(), free))
      .returning({ id: sandboxesTable.id });
    return rows.length > 0;
  }

  async release(teamId: TeamId, runId: string): Promise<void> {
    await this.database.handle
      .update(sandboxesTable)
      .set({ runId: null })
      .where(and(eq(sandboxesTable.teamId, teamId), eq(sandboxesTable.runId, runId)));
  }

  private select(where: SQL | undefined) {
    const { handle } = this.database;
    const held = handle
      .select({ files: count().as('files') })
      .from(sandboxFilesTable)
      .where(eq(sandboxFilesTable.sandboxId, sandboxesTable.id))
      .as('held');
    const isActiveNow = sql<boolean>`${isActive()}`;
    return handle
      .select({ sandbox: getTableColumns(sandboxesTable), isActive: isActiveNow, files: held.files })
      .from(sandboxesTable)
      .leftJoinLateral(held, sql`true`)
      .where(where);
  }
}

/**
 * `now()` is when the transaction began; what has expired since, and been cleaned already, must not be taken for
 * active by whoever had to wait for the row.
 */
const isActive = (): SQL =>
  sql`(${sandboxesTable.expiresAt} > now() and ${sandboxesTable.cleanedAt} is null)`;

const at = (teamId: TeamId, id: string) => and(eq(sandboxesTable.teamId, teamId), eq(sandboxesTable.id, id));

/** What an expired sandbox shows must not depend on whether a sweep has come by. */
function toSandbox(row: { sandbox: SandboxRow; isActive: boolean; files: number | null }): Sandbox {
  const { sandbox, isActive } = row;
  return {
    ...sandbox,
    isActive,
    runId: isActive ? sandbox.runId : null,
    fileCount: isActive ? (row.files ?? 0) : 0,
  };
}
