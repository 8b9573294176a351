import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { AgentsRepository } from './agents.repository';
import type { AgentConfig } from './agent-config.schema';
import type { AgentRow, RevisionRow } from './agents.tables';
import { RevisionsRepository } from './revisions.repository';

/** Agents as those see them who start runs. */
@Injectable()
export class RunnableAgents {
  constructor(
    private readonly agents: AgentsRepository,
    private readonly revisions: RevisionsRepository,
  ) {}

  /** @returns the agent with its live revision; without one it cannot run. Nothing if the team lacks the agent */
  async find(
    teamId: TeamId,
    agentId: string,
  ): Promise<{ agent: AgentRow; revision: RevisionRow | undefined } | undefined> {
    const agent = await this.agents.find(teamId, agentId);
    if (!agent) return undefined;
    return { agent, revision: await this.revisions.findLive(teamId, agentId) };
  }

  /** @returns a revision of the team, whatever its status */
  revision(teamId: TeamId, revisionId: string): Promise<RevisionRow | undefined> {
    return this.revisions.find(teamId, revisionId);
  }

  /** @returns what an executor plays: the config of a revision, whatever its status, and the name of its agent */
  played(
    teamId: TeamId,
    revisionId: string,
  ): Promise<{ readonly config: AgentConfig; readonly agentName: string } | undefined> {
    return this.revisions.findPlayed(teamId, revisionId);
  }

  /** Notes that the agent was started now. */
  noteRun(teamId: TeamId, agentId: string): Promise<void> {
    return this.agents.noteRun(teamId, agentId);
  }
}
