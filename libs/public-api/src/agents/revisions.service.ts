import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { toPageView } from '../shared';
import { AgentsRepository } from './agents.repository';
import type { AgentRow, RevisionRow } from './agents.tables';
import { ConfigReferences } from './config-references';
import { requireOwn } from './own-agents';
import { RevisionWriter } from './revision-writer';
import { RevisionsRepository } from './revisions.repository';
import { toRevisionSummaryView, toRevisionView } from './revisions.schemas';
import type {
  CreateRevisionBody,
  ListRevisionsQuery,
  RevisionView,
  UpdateRevisionBody,
} from './revisions.schemas';

@Injectable()
export class RevisionsService {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentsRepository,
    private readonly revisions: RevisionsRepository,
    private readonly references: ConfigReferences,
    private readonly writer: RevisionWriter,
  ) {}

  /** @throws not_found */
  async list(caller: CallerContext, agentId: string, query: ListRevisionsQuery) {
    await this.findAgent(caller, agentId);
    const page = await this.revisions.list(caller.teamId, { ...query, agentId });
    return toPageView('revisions', page, query, toRevisionSummaryView);
  }

  /** @throws not_found */
  async get(caller: CallerContext, id: string): Promise<{ revision: RevisionView }> {
    return { revision: toRevisionView(await this.find(caller, id)) };
  }

  /** @throws not_found, forbidden, unknown_reference, connection_forbidden */
  create(
    caller: CallerContext,
    agentId: string,
    body: CreateRevisionBody,
  ): Promise<{ revision: RevisionView }> {
    return this.database.transaction(async () => {
      requireOwn(caller, await this.findAgent(caller, agentId));
      const parent = await this.parentOf(caller, agentId, body.parent_revision_id);
      const config = body.config ?? parent?.config;
      if (!config) throw new ApiException('invalid_request');
      const { name, description } = body;
      const known = parent?.config.connections ?? [];
      const draft = { agentId, config, known, name, description, parentRevisionId: parent?.id };
      return { revision: toRevisionView(await this.writer.add(caller, draft)) };
    });
  }

  /** @throws not_found, forbidden, revision_frozen, unknown_reference, connection_forbidden */
  update(caller: CallerContext, id: string, body: UpdateRevisionBody): Promise<{ revision: RevisionView }> {
    return this.database.transaction(async () => {
      const draft = await this.find(caller, id);
      requireOwn(caller, await this.findAgent(caller, draft.agentId));
      if (draft.status !== 'draft') throw new ApiException('revision_frozen');
      if (body.config) {
        await this.references.requireKnown(caller.teamId, body.config);
        await this.references.requireUse(caller, body.config, await this.knownConnections(caller, draft));
      }
      const updated = await this.revisions.updateDraft(caller.teamId, id, body);
      if (!updated) throw new ApiException('revision_frozen');
      return { revision: toRevisionView(updated) };
    });
  }

  /** @throws not_found, forbidden, already_live, unknown_reference */
  promote(caller: CallerContext, id: string) {
    return this.database.transaction(async () => {
      const { agentId } = await this.find(caller, id);
      requireOwn(caller, await this.findAgent(caller, agentId));
      await this.agents.lock(caller.teamId, agentId);
      const revision = await this.revisions.findLocked(caller.teamId, id);
      if (!revision) throw new ApiException('not_found');
      if (revision.status === 'live') throw new ApiException('already_live');
      const promoted = await this.writer.promote(caller, revision);
      return { revision: toRevisionView(promoted.revision), previous_live_revision_id: promoted.previousId };
    });
  }

  private async find(caller: CallerContext, id: string): Promise<RevisionRow> {
    const revision = await this.revisions.find(caller.teamId, id);
    if (!revision) throw new ApiException('not_found');
    return revision;
  }

  private async findAgent(caller: CallerContext, id: string): Promise<AgentRow> {
    const agent = await this.agents.find(caller.teamId, id);
    if (!agent) throw new ApiException('not_found');
    return agent;
  }

  private async parentOf(
    caller: CallerContext,
    agentId: string,
    id?: string,
  ): Promise<RevisionRow | undefined> {
    if (id === undefined) return undefined;
    const parent = await this.revisions.find(caller.teamId, id);
    if (parent?.agentId === agentId) return parent;
    throw new ApiException('unknown_reference', {
      details: [
        {
          field: 'parent_revision_id',
          code: 'unknown_reference',
          message: 'the agent has no revision with this id',
        },
      ],
    });
  }

  private async knownConnections(caller: CallerContext, draft: RevisionRow): Promise<string[]> {
    const parent =
      draft.parentRevisionId && (await this.revisions.find(caller.teamId, draft.parentRevisionId));
    return [...draft.config.connections, ...(parent ? parent.config.connections : [])];
  }
}
