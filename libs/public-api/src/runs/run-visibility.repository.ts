import { and, eq, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { agentsTable } from '../agents';
import { humanRequestsTable } from './human-requests.tables';
import { runsTable } from './runs.tables';

/** A person who sees only some runs of the team. */
export interface Reader {
  readonly userId: string;
  /** Whether runs of agents that the person created count as own. */
  readonly ownsAgents: boolean;
}

/**
 * Which runs such a person may read: own ones, those of own agents, and those that ask or asked the person.
 * For queries over runs joined with their agents.
 */
export function isReadableBy({ userId, ownsAgents }: Reader): SQL | undefined {
  return or(
    eq(runsTable.userId, userId),
    ownsAgents ? eq(agentsTable.createdBy, userId) : undefined,
    sql`exists (select 1 from ${humanRequestsTable} where ${and(
      eq(humanRequestsTable.runId, runsTable.id),
      sql`${userId}::uuid = any(${humanRequestsTable.assigneeIds})`,
    )})`,
  );
}
