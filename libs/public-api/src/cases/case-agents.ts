import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { LiveConfigs, RunnableAgents } from '../agents';
import { ConnectionsService } from '../connections';

/** What a caller may have agents do to the cases of a queue. */
@Injectable()
export class CaseAgents {
  constructor(
    private readonly liveConfigs: LiveConfigs,
    private readonly agents: RunnableAgents,
    private readonly connections: ConnectionsService,
  ) {}

  /** Where a permission reaches own items only: queues that an agent of the caller consumes. @throws forbidden */
  async requireOwnQueue(caller: CallerContext, queueId: string): Promise<void> {
    if (caller.reach === 'any') return;
    const consumers = await this.liveConfigs.consumers(caller.teamId, [queueId]);
    if (consumers.some(({ createdBy }) => createdBy === caller.userId)) return;
    throw new ApiException('forbidden', {
      message: `The role ${caller.role} reaches cases of queues only that an agent you created consumes.`,
    });
  }

  /** @throws not_found, forbidden, agent_not_runnable, connection_forbidden, agent_not_consumer */
  async requireDelegable(caller: CallerContext, queueId: string, agentId: string): Promise<void> {
    const found = await this.agents.find(caller.teamId, agentId);
    if (!found) throw new ApiException('not_found');
    const { agent, revision } = found;
    if (caller.reach !== 'any' && agent.createdBy !== caller.userId) {
      throw new ApiException('forbidden', {
        message: `The role ${caller.role} may delegate to agents only that you created yourself.`,
      });
    }
    if (!revision) throw new ApiException('agent_not_runnable');
    await this.connections.requireUse(caller.teamId, caller, revision.config.connections);
    if (!revision.config.consumes.some(({ queue_id }) => queue_id === queueId))
      throw new ApiException('agent_not_consumer');
  }

  /**
   * The agents will act with the rights of the caller.
   * @throws connection_forbidden, naming every connection of their live revisions that the caller may not use
   */
  async requireUse(caller: CallerContext, agentIds: Iterable<string>): Promise<void> {
    const ids = new Set<string>();
    for (const agentId of new Set(agentIds)) {
      for (const id of await this.connectionsOf(caller.teamId, agentId)) ids.add(id);
    }
    await this.connections.requireUse(caller.teamId, caller, [...ids]);
  }

  private async connectionsOf(teamId: TeamId, agentId: string): Promise<readonly string[]> {
    return (await this.agents.find(teamId, agentId))?.revision?.config.connections ?? [];
  }
}
