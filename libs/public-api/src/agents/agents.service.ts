import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { toPageView } from '../shared';
import { AgentsRepository } from './agents.repository';
import { toAgentView } from './agents.schemas';
import type { AgentView, CreateAgentBody, ListAgentsQuery, UpdateAgentBody } from './agents.schemas';
import type { AgentRow } from './agents.tables';
import { requireOwn } from './own-agents';
import { toRevisionView } from './revisions.schemas';
import type { RevisionView } from './revisions.schemas';
import { RevisionWriter } from './revision-writer';
import { RevisionsRepository } from './revisions.repository';

@Injectable()
export class AgentsService {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentsRepository,
    private readonly revisions: RevisionsRepository,
    private readonly writer: RevisionWriter,
  ) {}

  async list(caller: CallerContext, query: ListAgentsQuery) {
    const page = await this.agents.list(caller.teamId, { ...query, createdBy: query.created_by });
    return toPageView('agents', page, query, toAgentView);
  }

  /** @throws not_found */
  async get(
    caller: CallerContext,
    id: string,
  ): Promise<{ agent: AgentView; live_revision: RevisionView | null }> {
    const agent = await this.find(caller, id);
    const live = agent.liveRevisionId && (await this.revisions.find(caller.teamId, agent.liveRevisionId));
    return { agent: toAgentView(agent), live_revision: live ? toRevisionView(live) : null };
  }

  /** @throws name_taken, unknown_reference, connection_forbidden */
  async create(caller: CallerContext, body: CreateAgentBody) {
    const { name, description, config, promote } = body;
    return this.database.transaction(async () => {
      const id = await this.agents
        .insert(caller.teamId, { name, description, createdBy: caller.userId })
        .catch(refuseTakenName);
      const revision = config && (await this.writer.add(caller, { agentId: id, config, known: [] }));
      const promoted =
        revision && promote ? (await this.writer.promote(caller, revision)).revision : revision;
      return {
        agent: toAgentView(await this.find(caller, id)),
        revision: promoted ? toRevisionView(promoted) : null,
      };
    });
  }

  /** @throws not_found, forbidden, name_taken */
  async update(caller: CallerContext, id: string, body: UpdateAgentBody): Promise<{ agent: AgentView }> {
    requireOwn(caller, await this.find(caller, id));
    await this.agents.update(caller.teamId, id, { ...body, updatedBy: caller.userId }).catch(refuseTakenName);
    return { agent: toAgentView(await this.find(caller, id)) };
  }

  private async find(caller: CallerContext, id: string): Promise<AgentRow> {
    const agent = await this.agents.find(caller.teamId, id);
    if (!agent) throw new ApiException('not_found');
    return agent;
  }
}

function refuseTakenName(error: unknown): never {
  if (!isUniqueViolation(error, 'agents_name_key')) throw error;
  throw new ApiException('name_taken', {
    message: 'Another agent of the team has this name.',
    details: [{ field: 'name', code: 'name_taken', message: 'is taken, ignoring case' }],
  });
}
