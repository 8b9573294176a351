import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Actor } from '../runs';
import { CaseEventsRepository } from './case-events.repository';
import { CasesRepository } from './cases.repository';
import type { CaseEdit } from './cases.repository';

/** Changes of what a case is about; its status stays. */
@Injectable()
export class CaseEdits {
  constructor(
    private readonly database: Database,
    private readonly cases: CasesRepository,
    private readonly events: CaseEventsRepository,
  ) {}

  /**
   * @param claimedBy the run that works on the case; left out: none may
   * @returns whether the case was there and worked on, or not, as asked
   */
  apply(teamId: TeamId, id: string, change: CaseEdit, actor: Actor, claimedBy?: string): Promise<boolean> {
    return this.database.transaction(async () => {
      if (!(await this.cases.edit(teamId, id, change, claimedBy))) return false;
      await this.events.append(teamId, [id], { type: 'updated', actor, note: noteOf(change) });
      return true;
    });
  }
}

function noteOf(change: CaseEdit): string {
  const fields = (['title', 'data', 'priority'] as const).filter((field) => change[field] !== undefined);
  return `Changed ${fields.join(', ')}.`;
}
