import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { CaseLabels } from './case-labels';
import { CaseLabelsRepository } from './case-labels.repository';
import type { LabelActor } from './case-labels.repository';
import { toLabelView } from './labels.schemas';
import type { AssignCaseLabelsBody, CaseLabelsView, UnlinkCaseLabelsBody } from './labels.schemas';
import type { LabelRow } from './queues.tables';

/** Labels of one case, as the API offers them. */
@Injectable()
export class CaseLabelsService {
  constructor(
    private readonly caseLabels: CaseLabels,
    private readonly repository: CaseLabelsRepository,
  ) {}

  /** @throws not_found */
  async list({ teamId }: CallerContext, caseId: string): Promise<CaseLabelsView> {
    if (!(await this.repository.hasCase(teamId, caseId))) throw new ApiException('not_found');
    return toView((await this.caseLabels.ofCases(teamId, [caseId])).get(caseId)!);
  }

  /** @throws not_found, label_limit */
  async assign(
    caller: CallerContext,
    caseId: string,
    { labels }: AssignCaseLabelsBody,
  ): Promise<CaseLabelsView> {
    return toView(await this.caseLabels.assign(caller.teamId, actorOf(caller), caseId, labels));
  }

  /** @throws not_found */
  async unlink(
    caller: CallerContext,
    caseId: string,
    { label_ids: labelIds }: UnlinkCaseLabelsBody,
  ): Promise<CaseLabelsView> {
    return toView(await this.caseLabels.unlink(caller.teamId, actorOf(caller), caseId, labelIds));
  }
}

const actorOf = ({ userId }: CallerContext): LabelActor => ({ type: 'user', id: userId });
const toView = (labels: readonly LabelRow[]): CaseLabelsView => ({ labels: labels.map(toLabelView) });
