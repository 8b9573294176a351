import { Injectable } from '@nestjs/common';
import { and, eq } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { casesTable } from './cases.tables';

@Injectable()
export class CurrentCaseRepository {
  constructor(private readonly database: Database) {}

  /** @returns id of the case that the run works on now */
  async idOf(teamId: TeamId, runId: string): Promise<string | undefined> {
    const [row] = await this.database.handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(and(eq(casesTable.teamId, teamId), eq(casesTable.claimedByRunId, runId)));
    return row?.id;
  }
}
