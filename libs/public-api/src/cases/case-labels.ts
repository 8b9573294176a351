import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { CaseLabelsRepository } from './case-labels.repository';
import type { LabelActor } from './case-labels.repository';
import { distinctNames, nameKey } from './label-name';
import type { LabelName } from './label-name';
import { LabelsRepository } from './labels.repository';
import { QueuesRepository } from './queues.repository';
import type { LabelRow } from './queues.tables';

/** Most labels on one case. */
export const MAX_LABELS_PER_CASE = 50;

/**
 * Labels on cases, for the API and for whoever creates, lists or works on cases.
 * - Labels of a queue come, change and go under the lock of the queue, so what was found stays until the
 *   transaction ends, and callers that name the same labels in another order cannot block each other.
 * - Cases are locked before their queue, never after.
 */
@Injectable()
export class CaseLabels {
  constructor(
    private readonly database: Database,
    private readonly queues: QueuesRepository,
    private readonly labels: LabelsRepository,
    private readonly caseLabels: CaseLabelsRepository,
  ) {}

  /** @returns labels by id of the case, by key and value; every case has an entry */
  async ofCases(
    teamId: TeamId,
    caseIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly LabelRow[]>> {
    const byCase = new Map<string, LabelRow[]>(caseIds.map((id) => [id, []]));
    if (caseIds.length === 0) return byCase;
    for (const { caseId, label } of await this.caseLabels.ofCases(teamId, caseIds)) {
      byCase.get(caseId)?.push(label);
    }
    return byCase;
  }

  /**
   * Puts labels on cases that the open transaction has created or locked, and creates those that the queue lacks.
   * Writes no case events and does not look at the limit per case: new cases need neither.
   * @param wanted names by id of the case, all cases of this queue; a repeated name counts once
   */
  async attach(
    teamId: TeamId,
    queueId: string,
    wanted: ReadonlyMap<string, readonly LabelName[]>,
  ): Promise<void> {
    const names = distinctNames([...wanted.values()].flat());
    if (names.length === 0) return;
    await this.queues.lock(teamId, queueId);
    await this.labels.insertMissing(teamId, queueId, names);
    const labels = await this.labels.named(teamId, queueId, names);
    const idOf = new Map(labels.map((label) => [nameKey(label), label.id]));
    const links = [...wanted].flatMap(([caseId, caseNames]) =>
      distinctNames(caseNames).map((name) => ({ caseId, labelId: idOf.get(nameKey(name))! })),
    );
    await this.caseLabels.link(teamId, links);
  }

  /**
   * Puts labels on one case and notes it in the history of the case; what is there already is left alone.
   * @returns all labels of the case. @throws not_found, label_limit
   */
  assign(
    teamId: TeamId,
    actor: LabelActor,
    caseId: string,
    names: readonly LabelName[],
  ): Promise<readonly LabelRow[]> {
    return this.database.transaction(async () => {
      const queueId = await this.lockCase(teamId, caseId);
      const present = await this.labelsOf(teamId, caseId);
      const known = new Set(present.map(nameKey));
      const added = distinctNames(names).filter((name) => !known.has(nameKey(name)));
      if (added.length === 0) return present;
      requireRoom(present.length, added.length);
      await this.attach(teamId, queueId, new Map([[caseId, added]]));
      await this.caseLabels.noteChange(teamId, caseId, actor);
      return this.labelsOf(teamId, caseId);
    });
  }

  /**
   * Takes labels off one case; ids that are not on it are ignored.
   * @returns labels left on the case. @throws not_found
   */
  unlink(
    teamId: TeamId,
    actor: LabelActor,
    caseId: string,
    labelIds: readonly string[],
  ): Promise<readonly LabelRow[]> {
    return this.database.transaction(async () => {
      await this.lockCase(teamId, caseId);
      if ((await this.caseLabels.unlink(teamId, caseId, labelIds)) > 0) {
        await this.caseLabels.noteChange(teamId, caseId, actor);
      }
      return this.labelsOf(teamId, caseId);
    });
  }

  private async lockCase(teamId: TeamId, caseId: string): Promise<string> {
    const queueId = await this.caseLabels.lockCase(teamId, caseId);
    if (queueId === undefined) throw new ApiException('not_found');
    return queueId;
  }

  private async labelsOf(teamId: TeamId, caseId: string): Promise<readonly LabelRow[]> {
    return (await this.ofCases(teamId, [caseId])).get(caseId)!;
  }
}

function requireRoom(present: number, added: number): void {
  if (present + added <= MAX_LABELS_PER_CASE) return;
  throw new ApiException('label_limit', {
    message: `The case has ${present} labels and would get ${added} more; at most ${MAX_LABELS_PER_CASE} are allowed.`,
  });
}
