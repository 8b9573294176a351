import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { LiveConfigs } from '../agents';
import { toPageView } from '../shared';
import { QueuesRepository } from './queues.repository';
import { toQueueDetailView, toQueueView } from './queues.schemas';
import type {
  CreateQueueBody,
  ListQueuesQuery,
  QueueDetailView,
  QueueView,
  UpdateQueueBody,
} from './queues.schemas';

@Injectable()
export class QueuesService {
  constructor(
    private readonly database: Database,
    private readonly queues: QueuesRepository,
    private readonly liveConfigs: LiveConfigs,
  ) {}

  async list({ teamId }: CallerContext, query: ListQueuesQuery) {
    return toPageView('queues', await this.queues.list(teamId, query), query, toQueueView);
  }

  /** @throws not_found */
  async get({ teamId }: CallerContext, id: string): Promise<{ queue: QueueDetailView }> {
    const queue = await this.queues.find(teamId, id);
    if (!queue) throw new ApiException('not_found');
    const consumers = await this.liveConfigs.consumers(teamId, [id]);
    const producers = await this.liveConfigs.producers(teamId, [id]);
    return { queue: toQueueDetailView(queue, consumers, producers) };
  }

  /** @throws name_taken */
  create({ teamId, userId }: CallerContext, body: CreateQueueBody): Promise<{ queue: QueueView }> {
    return this.database.transaction(async () => {
      const id = await this.queues.insert(teamId, { ...body, createdBy: userId }).catch(refuseTakenName);
      return this.view(teamId, id);
    });
  }

  /** @throws not_found, name_taken */
  update({ teamId }: CallerContext, id: string, body: UpdateQueueBody): Promise<{ queue: QueueView }> {
    return this.database.transaction(async () => {
      await this.queues.update(teamId, id, body).catch(refuseTakenName);
      return this.view(teamId, id);
    });
  }

  /** @throws not_found, queue_not_empty, in_use */
  delete({ teamId }: CallerContext, id: string): Promise<{ success: true }> {
    return this.database.transaction(async () => {
      if (!(await this.queues.lockForRemoval(teamId, id))) throw new ApiException('not_found');
      if (await this.queues.hasCases(teamId, id)) throw new ApiException('queue_not_empty');
      if (await this.liveConfigs.usesQueue(teamId, id)) {
        throw new ApiException('in_use', {
          message: 'A live revision of an agent consumes or produces this queue.',
        });
      }
      await this.queues.remove(teamId, id);
      return { success: true };
    });
  }

  private async view(teamId: TeamId, id: string): Promise<{ queue: QueueView }> {
    const queue = await this.queues.find(teamId, id);
    if (!queue) throw new ApiException('not_found');
    return { queue: toQueueView(queue) };
  }
}

function refuseTakenName(error: unknown): never {
  if (!isUniqueViolation(error, 'queues_name_key')) throw error;
  throw new ApiException('name_taken', {
    message: 'Another queue of the team has this name.',
    details: [{ field: 'name', code: 'name_taken', message: 'is taken, ignoring case' }],
  });
}
