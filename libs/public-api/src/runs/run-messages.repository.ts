import { Injectable } from '@nestjs/common';
import { and, asc, count, desc, eq, gt, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Page, PageRequest } from '../shared';
import { runMessagesTable, runsTable } from './runs.tables';
import type { MessageRow } from './runs.tables';

export type NewMessage = Pick<MessageRow, 'type' | 'role'> &
  Partial<Pick<MessageRow, 'text' | 'toolCall' | 'toolResult'>>;

@Injectable()
export class RunMessagesRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. Messages are only ever appended, so an offset stays exact. */
  async list(teamId: TeamId, runId: string, page: PageRequest): Promise<Page<MessageRow>> {
    const where = and(eq(runMessagesTable.teamId, teamId), eq(runMessagesTable.runId, runId));
    const rows = await this.database.handle
      .select()
      .from(runMessagesTable)
      .where(where)
      .orderBy(asc(runMessagesTable.sequence))
      .limit(page.limit)
      .offset(page.offset);
    const [counted] = await this.database.handle
      .select({ total: count() })
      .from(runMessagesTable)
      .where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  /** @returns messages after a sequence number, oldest first */
  async after(teamId: TeamId, runId: string, page: { after: number; limit: number }): Promise<MessageRow[]> {
    return this.database.handle
      .select()
      .from(runMessagesTable)
      .where(
        and(
          eq(runMessagesTable.teamId, teamId),
          eq(runMessagesTable.runId, runId),
          gt(runMessagesTable.sequence, page.after),
        ),
      )
      .orderBy(asc(runMessagesTable.sequence))
      .limit(page.limit);
  }

  /** @returns what a person said last */
  async lastUserText(teamId: TeamId, runId: string): Promise<string | null> {
    const [row] = await this.database.handle
      .select({ text: runMessagesTable.text })
      .from(runMessagesTable)
      .where(
        and(
          eq(runMessagesTable.teamId, teamId),
          eq(runMessagesTable.runId, runId),
          eq(runMessagesTable.type, 'text'),
          eq(runMessagesTable.role, 'user'),
        ),
      )
      .orderBy(desc(runMessagesTable.sequence))
      .limit(1);
    return row?.text ?? null;
  }

  /** The first message of a run that was inserted with a count of one. */
  async insertFirst(teamId: TeamId, runId: string, message: NewMessage): Promise<void> {
    await this.database.handle.insert(runMessagesTable).values({ ...message, teamId, runId, sequence: 1 });
  }

  /** Appends in order; the row of the run gives out the sequence, so two writers never get one number. */
  async append(teamId: TeamId, runId: string, messages: readonly NewMessage[]): Promise<MessageRow[]> {
    if (messages.length === 0) return [];
    const [run] = await this.database.handle
      .update(runsTable)
      .set({ messageCount: sql`${runsTable.messageCount} + ${messages.length}`, updatedAt: sql`now()` })
      .where(and(eq(runsTable.teamId, teamId), eq(runsTable.id, runId)))
      .returning({ messageCount: runsTable.messageCount });
    const first = run!.messageCount - messages.length + 1;
    return this.database.handle
      .insert(runMessagesTable)
      .values(messages.map((message, index) => ({ ...message, teamId, runId, sequence: first + index })))
      .returning();
  }
}
