import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { ErrorDetail } from '@app/errors';
import { ConnectionsService } from '../connections';
import type { Subject } from '../connections';
import { ReferenceCheckers } from '../shared';
import type { AgentConfig } from './agent-config.schema';

interface Reference {
  /** Path of the reference in the request. */
  readonly field: string;
  readonly value: string;
}

type Kind = 'connections' | 'skills' | 'plugins' | 'files' | 'queues';

const KINDS: readonly Kind[] = ['connections', 'skills', 'plugins', 'files', 'queues'];
const NAMES: Readonly<Record<Kind, string>> = {
  connections: 'connection with this id',
  skills: 'skill with this id',
  plugins: 'plugin with this name',
  files: 'file with this path',
  queues: 'queue with this id',
};

/**
 * What a config may refer to.
 * - Every reference must exist in the team; plugins and system skills exist for all.
 * - Whoever adds a connection needs `use` on it; who keeps one that was there does not.
 */
@Injectable()
export class ConfigReferences {
  constructor(
    private readonly checkers: ReferenceCheckers,
    private readonly connections: ConnectionsService,
  ) {}

  /** @throws unknown_reference, with one detail per reference that the team does not have */
  async requireKnown(teamId: TeamId, config: AgentConfig): Promise<void> {
    const details: ErrorDetail[] = [];
    for (const kind of KINDS) {
      const references = referencesOf(config, kind);
      const existing = await this.existing(kind, teamId, [...new Set(references.map(({ value }) => value))]);
      for (const { field, value } of references) {
        if (existing.has(value)) continue;
        details.push({ field, code: 'unknown_reference', message: `the team has no ${NAMES[kind]}` });
      }
    }
    if (details.length > 0) throw new ApiException('unknown_reference', { details });
  }

  /**
   * @param known connections that were already in the draft or its parent
   * @throws connection_forbidden, with one detail per added connection on which the subject lacks `use`
   */
  async requireUse(subject: Subject, config: AgentConfig, known: readonly string[]): Promise<void> {
    const added = config.connections.filter((id) => !known.includes(id));
    await this.connections.requireUse(subject.teamId, subject, added);
  }

  private existing(kind: Kind, teamId: TeamId, values: readonly string[]): Promise<ReadonlySet<string>> {
    return kind === 'connections'
      ? this.connections.existing(teamId, values)
      : this.checkers.existing(kind, teamId, values);
  }
}

function referencesOf(config: AgentConfig, kind: Kind): Reference[] {
  if (kind === 'queues') {
    return [
      ...config.consumes.map(({ queue_id }, index) => ({
        field: `config.consumes.${index}.queue_id`,
        value: queue_id,
      })),
      ...config.produces.map((value, index) => ({ field: `config.produces.${index}`, value })),
    ];
  }
  return config[kind].map((value, index) => ({ field: `config.${kind}.${index}`, value }));
}
