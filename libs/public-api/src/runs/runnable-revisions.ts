import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { RunnableAgents } from '../agents';
import type { AgentRow, RevisionRow } from '../agents';
import { ConnectionsService } from '../connections';

/** Agents that a person may start, with their live revisions. */
@Injectable()
export class RunnableRevisions {
  constructor(
    private readonly agents: RunnableAgents,
    private readonly connections: ConnectionsService,
  ) {}

  /**
   * @returns the agent and its live revision
   * @throws not_found, agent_not_runnable, connection_forbidden, connection_broken
   */
  async require(
    caller: CallerContext,
    agentId: string,
  ): Promise<{ readonly agent: AgentRow; readonly revision: RevisionRow }> {
    const found = await this.agents.find(caller.teamId, agentId);
    if (!found) throw new ApiException('not_found');
    const { agent, revision } = found;
    if (!revision) throw new ApiException('agent_not_runnable');
    await this.connections.requireUsable(caller.teamId, caller, revision.config.connections);
    return { agent, revision };
  }
}
