import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { RunnableAgents } from '../agents';
import type { RevisionRow } from '../agents';
import { ConnectionsService } from '../connections';

/** Live revisions of agents that a person may start. */
@Injectable()
export class RunnableRevisions {
  constructor(
    private readonly agents: RunnableAgents,
    private readonly connections: ConnectionsService,
  ) {}

  /**
   * @returns the live revision
   * @throws not_found, agent_not_runnable, connection_forbidden, connection_broken
   */
  async require(caller: CallerContext, agentId: string): Promise<RevisionRow> {
    const found = await this.agents.find(caller.teamId, agentId);
    if (!found) throw new ApiException('not_found');
    if (!found.revision) throw new ApiException('agent_not_runnable');
    await this.connections.requireUsable(caller.teamId, caller, found.revision.config.connections);
    return found.revision;
  }
}
