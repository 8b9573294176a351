import { Injectable } from '@nestjs/common';
import { and, eq } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { agentsTable } from '../agents';
import { caseEventsTable, caseLabelsTable, casesTable, labelsTable, queuesTable } from '../cases';
import { humanRequestsTable, runMessagesTable, runsTable } from '../runs';
import { sandboxesTable } from '../sandboxes';

type Row<Table extends { readonly $inferInsert: unknown }> = Omit<Table['$inferInsert'], 'teamId'>;

/** Writes queues, cases, runs and sandboxes with the ids, states and times of the demo. */
@Injectable()
export class DemoWorkRepository {
  constructor(private readonly database: Database) {}

  async insertQueue(teamId: TeamId, queue: Row<typeof queuesTable>): Promise<void> {
    await this.database.handle.insert(queuesTable).values({ ...queue, teamId });
  }

  async insertLabels(teamId: TeamId, labels: readonly Row<typeof labelsTable>[]): Promise<void> {
    await this.database.handle.insert(labelsTable).values(labels.map((label) => ({ ...label, teamId })));
  }

  async insertCase(teamId: TeamId, row: Row<typeof casesTable>, labelIds: readonly string[]): Promise<void> {
    await this.database.handle.insert(casesTable).values({ ...row, teamId });
    if (labelIds.length === 0) return;
    const links = labelIds.map((labelId) => ({ teamId, caseId: row.id!, labelId }));
    await this.database.handle.insert(caseLabelsTable).values(links);
  }

  async insertCaseEvents(teamId: TeamId, events: readonly Row<typeof caseEventsTable>[]): Promise<void> {
    for (const event of events)
      await this.database.handle.insert(caseEventsTable).values({ ...event, teamId });
  }

  async insertRun(
    teamId: TeamId,
    run: Row<typeof runsTable>,
    messages: readonly Row<typeof runMessagesTable>[],
  ): Promise<void> {
    await this.database.handle.insert(runsTable).values({ ...run, teamId });
    await this.database.handle
      .insert(runMessagesTable)
      .values(messages.map((message) => ({ ...message, teamId })));
    await this.database.handle
      .update(agentsTable)
      .set({ lastRunAt: run.createdAt })
      .where(and(eq(agentsTable.teamId, teamId), eq(agentsTable.id, run.agentId)));
  }

  async insertHumanRequest(teamId: TeamId, request: Row<typeof humanRequestsTable>): Promise<void> {
    await this.database.handle.insert(humanRequestsTable).values({ ...request, teamId });
  }

  async insertSandbox(teamId: TeamId, sandbox: Row<typeof sandboxesTable>): Promise<void> {
    await this.database.handle.insert(sandboxesTable).values({ ...sandbox, teamId });
  }
}
