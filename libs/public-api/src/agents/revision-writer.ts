import { Injectable } from '@nestjs/common';
import type { CallerContext } from '@app/permissions';
import type { AgentConfig } from './agent-config.schema';
import { AgentsRepository } from './agents.repository';
import type { RevisionRow } from './agents.tables';
import { ConfigReferences } from './config-references';
import { RevisionsRepository } from './revisions.repository';

export interface RevisionDraft {
  readonly agentId: string;
  readonly config: AgentConfig;
  /** Connections that need no new check, because they come from the parent. */
  readonly known: readonly string[];
  readonly parentRevisionId?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** The two steps that creating an agent and working on its revisions share; both run in a transaction. */
@Injectable()
export class RevisionWriter {
  constructor(
    private readonly agents: AgentsRepository,
    private readonly revisions: RevisionsRepository,
    private readonly references: ConfigReferences,
  ) {}

  /** Adds a draft. @throws unknown_reference, connection_forbidden */
  async add(caller: CallerContext, { known, ...draft }: RevisionDraft): Promise<RevisionRow> {
    await this.references.requireKnown(caller.teamId, draft.config);
    await this.references.requireUse(caller, draft.config, known);
    const number = await this.agents.nextRevisionNumber(caller.teamId, draft.agentId, caller.userId);
    return this.revisions.insert(caller.teamId, { ...draft, number, createdBy: caller.userId });
  }

  /**
   * Makes a revision live and the former live one historic. The caller holds the agent's lock.
   * @throws unknown_reference if something the config needs has gone since it was written
   */
  async promote(
    caller: CallerContext,
    revision: RevisionRow,
  ): Promise<{ revision: RevisionRow; previousId: string | null }> {
    await this.references.requireKnown(caller.teamId, revision.config);
    const previousId = await this.revisions.retireLive(caller.teamId, revision.agentId);
    const live = await this.revisions.makeLive(caller.teamId, revision.id, caller.userId);
    await this.agents.update(caller.teamId, revision.agentId, { updatedBy: caller.userId });
    return { revision: live, previousId };
  }
}
