import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { RunnableAgents } from '../agents';
import type { AgentRow, RevisionRow } from '../agents';
import { ConnectionsService } from '../connections';

/** An agent of the team, whether or not it can run. */
export interface FoundAgent {
  readonly agent: AgentRow;
  readonly revision: RevisionRow | undefined;
}

/** Agents that a person may start, with their live revisions. */
@Injectable()
export class RunnableRevisions {
  constructor(
    private readonly agents: RunnableAgents,
    private readonly connections: ConnectionsService,
  ) {}

  /** @throws not_found */
  async find({ teamId }: CallerContext, agentId: string): Promise<FoundAgent> {
    const found = await this.agents.find(teamId, agentId);
    if (!found) throw new ApiException('not_found');
    return found;
  }

  /**
   * @returns the live revision
   * @throws agent_not_runnable, connection_forbidden, connection_broken
   */
  async require(caller: CallerContext, { revision }: FoundAgent): Promise<RevisionRow> {
    if (!revision) throw new ApiException('agent_not_runnable');
    await this.connections.requireUsable(caller.teamId, caller, revision.config.connections);
    return revision;
  }
}
