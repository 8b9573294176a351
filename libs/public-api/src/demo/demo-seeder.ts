import { Injectable } from '@nestjs/common';
import { Clock } from '@app/auth';
import { Database } from '@app/database';
import { DEMO_AGENTS } from './demo-agents';
import type { DemoAgent } from './demo-agents';
import { DEMO_CONNECTIONS, DEMO_GRANTS } from './demo-connections';
import { DemoContent } from './demo-content';
import { DEMO_TEAM, DEMO_USERS } from './demo-people';
import { DemoWork } from './demo-work';
import { DemoRepository } from './demo.repository';

const HOUR = 3_600_000;
/** How long ago the demo team was founded, in milliseconds. */
const AGE = 30 * 24 * HOUR;

/** Fills an installation with the demo team, so that every read operation has something to show. */
@Injectable()
export class DemoSeeder {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly demo: DemoRepository,
    private readonly content: DemoContent,
    private readonly work: DemoWork,
  ) {}

  /**
   * Seeds once, in one transaction: where the team exists, nothing is touched, or what people did with the demo
   * would be undone at the next start.
   * @returns whether anything was written
   */
  seed(): Promise<boolean> {
    return this.database.transaction(async () => {
      if (await this.demo.hasTeam(DEMO_TEAM.id)) return false;
      const founded = this.clock.now() - AGE;
      await this.people(founded);
      await this.connections(founded);
      await this.content.write();
      for (const [index, agent] of DEMO_AGENTS.entries())
        await this.agent(agent, founded + (index + 1) * 24 * HOUR);
      await this.work.write();
      return true;
    });
  }

  private async people(founded: number): Promise<void> {
    await this.demo.insertTeam(DEMO_TEAM.id, DEMO_TEAM.name, new Date(founded));
    for (const [index, user] of DEMO_USERS.entries()) {
      await this.demo.insertMember(DEMO_TEAM.id, user, new Date(founded + index * HOUR));
    }
  }

  private async connections(founded: number): Promise<void> {
    for (const [index, connection] of DEMO_CONNECTIONS.entries()) {
      const createdAt = new Date(founded + (index + 6) * HOUR);
      await this.demo.insertConnection(DEMO_TEAM.id, { ...connection, createdAt, updatedAt: createdAt });
    }
    await this.demo.insertGrants(DEMO_TEAM.id, DEMO_GRANTS);
  }

  private async agent({ revisions, ...agent }: DemoAgent, created: number): Promise<void> {
    const timeOf = (index: number): Date => new Date(created + index * HOUR);
    await this.demo.insertAgent(DEMO_TEAM.id, {
      ...agent,
      teamId: DEMO_TEAM.id,
      revisionCount: revisions.length,
      updatedBy: agent.createdBy,
      createdAt: timeOf(0),
      updatedAt: timeOf(revisions.length - 1),
    });
    const rows = revisions.map((revision, index) => ({
      ...revision,
      teamId: DEMO_TEAM.id,
      agentId: agent.id,
      number: index + 1,
      parentRevisionId: revisions[index - 1]?.id ?? null,
      createdBy: agent.createdBy,
      promotedBy: revision.status === 'draft' ? null : agent.createdBy,
      promotedAt: revision.status === 'draft' ? null : timeOf(index),
      createdAt: timeOf(index),
      updatedAt: timeOf(index),
    }));
    await this.demo.insertRevisions(DEMO_TEAM.id, rows);
  }
}
