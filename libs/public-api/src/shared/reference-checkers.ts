import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';

/** What a config may refer to, by the name of its field. Connections are not here: they need a level too. */
export type ReferenceKind = 'skills' | 'plugins' | 'files' | 'queues';

/** Says which references of one kind exist. Implemented by the resource that owns the kind. */
export interface ReferenceChecker {
  /**
   * @param references ids, names or paths as they stand in a config, at most a few hundred
   * @returns those of them that the team has (or, for system items, everybody has)
   */
  existing(teamId: TeamId, references: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Where resources register the checker of their kind, so that agents can check a config without importing
 * them. A kind without a checker has no items: every reference of it is unknown.
 */
@Injectable()
export class ReferenceCheckers {
  private readonly checkers = new Map<ReferenceKind, ReferenceChecker>();

  /** Called once per kind, in the constructor or `onModuleInit` of the resource's module. */
  register(kind: ReferenceKind, checker: ReferenceChecker): void {
    this.checkers.set(kind, checker);
  }

  /** @returns the references of a kind that the team has */
  async existing(
    kind: ReferenceKind,
    teamId: TeamId,
    references: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (references.length === 0) return new Set();
    return (await this.checkers.get(kind)?.existing(teamId, references)) ?? new Set();
  }
}
