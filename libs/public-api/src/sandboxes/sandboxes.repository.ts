import { Injectable } from '@nestjs/common';
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { sandboxesTable } from './sandboxes.tables';
import type { SandboxRow } from './sandboxes.tables';

@Injectable()
export class SandboxesRepository {
  constructor(private readonly database: Database) {}

  /** @returns the sandbox, and whether it is still active by the clock of the database */
  async find(teamId: TeamId, id: string): Promise<(SandboxRow & { isActive: boolean }) | undefined> {
    const [row] = await this.database.handle
      .select({ sandbox: sandboxesTable, isActive: sql<boolean>`${isActive()}` })
      .from(sandboxesTable)
      .where(this.one(teamId, id));
    return row && { ...row.sandbox, isActive: row.isActive };
  }

  /** Gives an active sandbox to a run. @returns whether it was free, or the run's already */
  async reserve(teamId: TeamId, id: string, runId: string): Promise<boolean> {
    const rows = await this.database.handle
      .update(sandboxesTable)
      .set({ runId })
      .where(
        and(
          this.one(teamId, id),
          isActive(),
          or(isNull(sandboxesTable.runId), eq(sandboxesTable.runId, runId)),
        ),
      )
      .returning({ id: sandboxesTable.id });
    return rows.length > 0;
  }

  async release(teamId: TeamId, runId: string): Promise<void> {
    await this.database.handle
      .update(sandboxesTable)
      .set({ runId: null })
      .where(and(eq(sandboxesTable.teamId, teamId), eq(sandboxesTable.runId, runId)));
  }

  private one(teamId: TeamId, id: string): SQL | undefined {
    return and(eq(sandboxesTable.teamId, teamId), eq(sandboxesTable.id, id));
  }
}

const isActive = (): SQL => sql`${sandboxesTable.expiresAt} > now()`;
