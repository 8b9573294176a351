import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import type { Actor } from '../runs';
import type { CaseDetails } from './case-change.repository';
import { CaseEventsRepository } from './case-events.repository';
import { transitionOf } from './case-machine';
import type { CaseAction } from './case-machine';
import { CaseStatusRepository } from './case-status.repository';
import type { CaseTarget } from './case-status.repository';
import type { CaseRow } from './cases.tables';

export interface CaseMove extends CaseDetails {
  readonly actor: Actor;
  readonly note?: string | null | undefined;
}

/** The one way in which the status of cases changes: with an entry in their history. */
@Injectable()
export class CaseTransitions {
  constructor(
    private readonly statuses: CaseStatusRepository,
    private readonly events: CaseEventsRepository,
  ) {}

  /**
   * Runs in the caller's transaction. Cases from whose status the action is not legal stay as they are.
   * @returns those that changed, in the order of the ids that were asked for
   */
  async apply(teamId: TeamId, action: CaseAction, target: CaseTarget, move: CaseMove): Promise<CaseRow[]> {
    if (target.ids?.length === 0) return [];
    const { actor, note, ...details } = move;
    const rows = await this.statuses.transition(teamId, action, target, details);
    const changed = inOrder(rows, target.ids);
    const ids = changed.map(({ id }) => id);
    await this.events.append(teamId, ids, { type: transitionOf(action).noted, actor, note });
    return changed;
  }
}

function inOrder(rows: readonly CaseRow[], ids: readonly string[] | undefined): CaseRow[] {
  if (!ids) return [...rows];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
