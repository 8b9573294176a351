import { asc, eq } from 'drizzle-orm';
import { caseEventsTable, casesTable } from '../../../libs/public-api/src/cases/cases.tables';
import type { QueuesWorld } from '../../queues/support/queues-world';

/** @returns what happened to a case, oldest first, with who did it */
export function historyOf({ app }: QueuesWorld, caseId: string) {
  return app.database.handle
    .select({
      type: caseEventsTable.type,
      actorType: caseEventsTable.actorType,
      actorId: caseEventsTable.actorId,
    })
    .from(caseEventsTable)
    .where(eq(caseEventsTable.caseId, caseId))
    .orderBy(asc(caseEventsTable.n));
}

/** @returns when a case was last changed */
export async function changedAt({ app }: QueuesWorld, caseId: string): Promise<Date> {
  const [row] = await app.database.handle
    .select({ updatedAt: casesTable.updatedAt })
    .from(casesTable)
    .where(eq(casesTable.id, caseId));
  return row!.updatedAt;
}
