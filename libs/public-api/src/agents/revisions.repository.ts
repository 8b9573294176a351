import { Injectable } from '@nestjs/common';
import { and, asc, count, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Page, PageRequest } from '../shared';
import type { AgentConfig } from './agent-config.schema';
import { agentsTable, revisionsTable } from './agents.tables';
import type { RevisionRow, RevisionStatus } from './agents.tables';
import type { RevisionSummaryRow } from './revisions.schemas';

export type NewRevision = Pick<RevisionRow, 'agentId' | 'number' | 'config' | 'createdBy'> &
  Partial<Pick<RevisionRow, 'name' | 'description' | 'parentRevisionId'>>;
export type RevisionChange = Partial<Pick<RevisionRow, 'config' | 'name' | 'description'>>;

/** A live revision that names queues in the field of its config, with its agent. */
export interface LiveOnQueues<Field extends QueueField> {
  readonly agentId: string;
  readonly revisionId: string;
  readonly name: string;
  readonly createdBy: string;
  readonly promotedBy: string;
  readonly named: AgentConfig[Field];
}
export type QueueField = 'consumes' | 'produces';

// Lists leave the config out: it can be 100 KB a row.
const summaryColumns = without(getTableColumns(revisionsTable), 'config');

/** As the index has it, which a query that says it in other words would not use. */
const BEGINS_BY_ITSELF = sql`${revisionsTable.config} @> '{"consumes":[{"auto_start":true}]}'`;

@Injectable()
export class RevisionsRepository {
  constructor(private readonly database: Database) {}

  async list(
    teamId: TeamId,
    filter: PageRequest & { readonly agentId: string; readonly status?: RevisionStatus | undefined },
  ): Promise<Page<RevisionSummaryRow>> {
    const where = and(
      eq(revisionsTable.teamId, teamId),
      eq(revisionsTable.agentId, filter.agentId),
      filter.status && eq(revisionsTable.status, filter.status),
    );
    const rows = await this.database.handle
      .select(summaryColumns)
      .from(revisionsTable)
      .where(where)
      .orderBy(desc(revisionsTable.number))
      .limit(filter.limit)
      .offset(filter.offset);
    const [counted] = await this.database.handle.select({ total: count() }).from(revisionsTable).where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<RevisionRow | undefined> {
    const [row] = await this.database.handle.select().from(revisionsTable).where(this.one(teamId, id));
    return row;
  }

  /** Reads a revision and holds it until the transaction ends. */
  async findLocked(teamId: TeamId, id: string): Promise<RevisionRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(revisionsTable)
      .where(this.one(teamId, id))
      .for('update');
    return row;
  }

  async insert(teamId: TeamId, revision: NewRevision): Promise<RevisionRow> {
    const [row] = await this.database.handle
      .insert(revisionsTable)
      .values({ teamId, ...revision })
      .returning();
    return row!;
  }

  /** Changes a draft. @returns `undefined` if it is none (any more) */
  async updateDraft(teamId: TeamId, id: string, change: RevisionChange): Promise<RevisionRow | undefined> {
    const [row] = await this.database.handle
      .update(revisionsTable)
      .set({ ...change, updatedAt: sql`now()` })
      .where(and(this.one(teamId, id), eq(revisionsTable.status, 'draft')))
      .returning();
    return row;
  }

  /** Makes the live revision of an agent historic. @returns its id, `null` if there was none */
  async retireLive(teamId: TeamId, agentId: string): Promise<string | null> {
    const [row] = await this.database.handle
      .update(revisionsTable)
      .set({ status: 'historic', updatedAt: sql`now()` })
      .where(
        and(
          eq(revisionsTable.teamId, teamId),
          eq(revisionsTable.agentId, agentId),
          eq(revisionsTable.status, 'live'),
        ),
      )
      .returning({ id: revisionsTable.id });
    return row?.id ?? null;
  }

  /** Makes a revision live; the caller has retired the former one. */
  async makeLive(teamId: TeamId, id: string, promotedBy: string): Promise<RevisionRow> {
    const [row] = await this.database.handle
      .update(revisionsTable)
      .set({ status: 'live', promotedBy, promotedAt: sql`now()`, updatedAt: sql`now()` })
      .where(this.one(teamId, id))
      .returning();
    return row!;
  }

  /** @returns whether a live revision of the team lists the reference in the field of its config */
  async liveRefersTo(teamId: TeamId, field: 'skills' | 'files', reference: string): Promise<boolean> {
    const [row] = await this.database.handle
      .select({ id: revisionsTable.id })
      .from(revisionsTable)
      .where(
        and(
          eq(revisionsTable.teamId, teamId),
          eq(revisionsTable.status, 'live'),
          sql`${revisionsTable.config} @> ${JSON.stringify({ [field]: [reference] })}::jsonb`,
        ),
      )
      .limit(1);
    return row !== undefined;
  }

  /**
   * Reads no more of a config than the field, since the rest can be 100 KB.
   * @param autoStart only those that take cases from any queue of their own accord
   * @returns the live revisions that name any queue in the field of their config, by agent name
   */
  async liveOnQueues<Field extends QueueField>(
    teamId: TeamId,
    field: Field,
    { autoStart = false }: { readonly autoStart?: boolean } = {},
  ): Promise<LiveOnQueues<Field>[]> {
    const rows = await this.database.handle
      .select({
        agentId: agentsTable.id,
        name: agentsTable.name,
        createdBy: agentsTable.createdBy,
        revisionId: revisionsTable.id,
        promotedBy: revisionsTable.promotedBy,
        named: sql<AgentConfig[Field]>`${revisionsTable.config} -> ${field}`,
      })
      .from(revisionsTable)
      .innerJoin(agentsTable, eq(agentsTable.id, revisionsTable.agentId))
      .where(
        and(
          eq(revisionsTable.teamId, teamId),
          eq(revisionsTable.status, 'live'),
          autoStart ? BEGINS_BY_ITSELF : sql`${revisionsTable.config} -> ${field} <> '[]'::jsonb`,
        ),
      )
      .orderBy(asc(agentsTable.name), asc(agentsTable.id));
    return rows.map((row) => ({ ...row, promotedBy: row.promotedBy ?? row.createdBy }));
  }

  /** @returns a revision's config with the name of its agent */
  async findPlayed(
    teamId: TeamId,
    id: string,
  ): Promise<(Pick<RevisionRow, 'config'> & { readonly agentName: string }) | undefined> {
    const [row] = await this.database.handle
      .select({ config: revisionsTable.config, agentName: agentsTable.name })
      .from(revisionsTable)
      .innerJoin(agentsTable, eq(agentsTable.id, revisionsTable.agentId))
      .where(this.one(teamId, id));
    return row;
  }

  /** @returns the live revision of an agent */
  async findLive(teamId: TeamId, agentId: string): Promise<RevisionRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(revisionsTable)
      .where(
        and(
          eq(revisionsTable.teamId, teamId),
          eq(revisionsTable.agentId, agentId),
          eq(revisionsTable.status, 'live'),
        ),
      );
    return row;
  }

  private one(teamId: TeamId, id: string) {
    return and(eq(revisionsTable.teamId, teamId), eq(revisionsTable.id, id));
  }
}

function without<T extends object, K extends keyof T>(columns: T, column: K): Omit<T, K> {
  const rest: Partial<T> = { ...columns };
  delete rest[column];
  return rest as Omit<T, K>;
}
