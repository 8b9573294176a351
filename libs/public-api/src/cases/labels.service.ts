import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { toPageView } from '../shared';
import { LabelsRepository } from './labels.repository';
import { toLabelView, toLabelWithCountView } from './labels.schemas';
import type {
  CreateQueueLabelBody,
  DeletedLabelView,
  LabelView,
  ListQueueLabelsQuery,
  UpdateQueueLabelBody,
} from './labels.schemas';
import { QueuesRepository } from './queues.repository';

/** Labels that a queue offers to its cases. */
@Injectable()
export class LabelsService {
  constructor(
    private readonly database: Database,
    private readonly queues: QueuesRepository,
    private readonly labels: LabelsRepository,
  ) {}

  /** @throws not_found */
  async list({ teamId }: CallerContext, queueId: string, query: ListQueueLabelsQuery) {
    if (!(await this.queues.exists(teamId, queueId))) throw new ApiException('not_found');
    return toPageView('labels', await this.labels.list(teamId, queueId, query), query, toLabelWithCountView);
  }

  /** @throws not_found, label_exists */
  create(
    { teamId }: CallerContext,
    queueId: string,
    { key, value, color_hue: colorHue }: CreateQueueLabelBody,
  ): Promise<{ label: LabelView }> {
    return this.database.transaction(async () => {
      if (!(await this.queues.lock(teamId, queueId))) throw new ApiException('not_found');
      const label = await this.labels.insert(teamId, queueId, { key, value, colorHue });
      if (!label) throw labelExists();
      return { label: toLabelView(label) };
    });
  }

  /** @throws not_found, label_exists */
  update(
    { teamId }: CallerContext,
    id: string,
    { color_hue: colorHue, ...name }: UpdateQueueLabelBody,
  ): Promise<{ label: LabelView }> {
    return this.database.transaction(async () => {
      await this.lockQueueOf(teamId, id);
      const label = await this.labels.update(teamId, id, { ...name, colorHue }).catch(refuseExisting);
      if (!label) throw new ApiException('not_found');
      return { label: toLabelView(label) };
    });
  }

  /** @throws not_found */
  delete({ teamId }: CallerContext, id: string): Promise<DeletedLabelView> {
    return this.database.transaction(async () => {
      await this.lockQueueOf(teamId, id);
      const unlinked = await this.labels.unlinkAll(teamId, id);
      if (!(await this.labels.remove(teamId, id))) throw new ApiException('not_found');
      return { success: true, unlinked_case_count: unlinked };
    });
  }

  private async lockQueueOf(teamId: TeamId, labelId: string): Promise<void> {
    const label = await this.labels.find(teamId, labelId);
    if (!label) throw new ApiException('not_found');
    await this.queues.lock(teamId, label.queueId);
  }
}

function refuseExisting(error: unknown): never {
  throw isUniqueViolation(error, 'labels_key') ? labelExists() : error;
}

const labelExists = () =>
  new ApiException('label_exists', {
    details: [
      { field: 'value', code: 'label_exists', message: 'together with key names another label of the queue' },
    ],
  });
