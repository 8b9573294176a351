import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, getTableColumns, ilike, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { containsPattern } from '../shared';
import type { Page, PageRequest } from '../shared';
import { agentsTable, revisionsTable } from './agents.tables';
import type { AgentRow } from './agents.tables';

export interface AgentFilter extends PageRequest {
  readonly search?: string | undefined;
  readonly runnable?: boolean | undefined;
  readonly createdBy?: string | undefined;
}

export type NewAgent = Pick<AgentRow, 'name' | 'createdBy'> & { readonly description?: string | undefined };
export type AgentChange = Partial<Pick<AgentRow, 'name' | 'description'>> & Pick<AgentRow, 'updatedBy'>;

const live = alias(revisionsTable, 'live');
const latest = alias(revisionsTable, 'latest');

@Injectable()
export class AgentsRepository {
  constructor(private readonly database: Database) {}

  async list(teamId: TeamId, filter: AgentFilter): Promise<Page<AgentRow>> {
    const where = and(
      eq(agentsTable.teamId, teamId),
      filter.search ? matches(filter.search) : undefined,
      filter.runnable === undefined ? undefined : filter.runnable ? isNotNull(live.id) : isNull(live.id),
      filter.createdBy ? eq(agentsTable.createdBy, filter.createdBy) : undefined,
    );
    const rows = await this.select()
      .where(where)
      .orderBy(desc(agentsTable.createdAt), desc(agentsTable.id))
      .limit(filter.limit)
      .offset(filter.offset);
    const [counted] = await this.database.handle
      .select({ total: count() })
      .from(agentsTable)
      .leftJoin(live, and(eq(live.agentId, agentsTable.id), eq(live.status, 'live')))
      .where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<AgentRow | undefined> {
    const [row] = await this.select().where(and(eq(agentsTable.teamId, teamId), eq(agentsTable.id, id)));
    return row;
  }

  /** Holds the agent until the transaction ends, so that its revisions change one caller after another. */
  async lock(teamId: TeamId, id: string): Promise<void> {
    await this.database.handle
      .select({ id: agentsTable.id })
      .from(agentsTable)
      .where(and(eq(agentsTable.teamId, teamId), eq(agentsTable.id, id)))
      .for('update');
  }

  /** @returns id of the new agent. @throws a violation of `agents_name_key` */
  async insert(teamId: TeamId, agent: NewAgent): Promise<string> {
    const [row] = await this.database.handle
      .insert(agentsTable)
      .values({ teamId, ...agent, updatedBy: agent.createdBy })
      .returning({ id: agentsTable.id });
    return row!.id;
  }

  /** @throws a violation of `agents_name_key` */
  async update(teamId: TeamId, id: string, change: AgentChange): Promise<void> {
    await this.database.handle
      .update(agentsTable)
      .set({ ...change, updatedAt: sql`now()` })
      .where(and(eq(agentsTable.teamId, teamId), eq(agentsTable.id, id)));
  }

  async noteRun(teamId: TeamId, id: string): Promise<void> {
    await this.database.handle
      .update(agentsTable)
      .set({ lastRunAt: sql`now()` })
      .where(and(eq(agentsTable.teamId, teamId), eq(agentsTable.id, id)));
  }

  /** Counts the agent's revisions up by one. @returns the number of the new one */
  async nextRevisionNumber(teamId: TeamId, id: string, updatedBy: string): Promise<number> {
    const [row] = await this.database.handle
      .update(agentsTable)
      .set({ revisionCount: sql`${agentsTable.revisionCount} + 1`, updatedBy, updatedAt: sql`now()` })
      .where(and(eq(agentsTable.teamId, teamId), eq(agentsTable.id, id)))
      .returning({ number: agentsTable.revisionCount });
    return row!.number;
  }

  private select() {
    return this.database.handle
      .select({ ...getTableColumns(agentsTable), liveRevisionId: live.id, latestRevisionId: latest.id })
      .from(agentsTable)
      .leftJoin(live, and(eq(live.agentId, agentsTable.id), eq(live.status, 'live')))
      .leftJoin(
        latest,
        and(eq(latest.agentId, agentsTable.id), eq(latest.number, agentsTable.revisionCount)),
      );
  }
}

function matches(search: string) {
  const pattern = containsPattern(search);
  return or(ilike(agentsTable.name, pattern), ilike(agentsTable.description, pattern));
}
