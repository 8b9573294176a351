import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { CaseEventsRepository } from './case-events.repository';
import { CaseLabels } from './case-labels';
import { CasesRepository } from './cases.repository';
import type { NewCaseInput } from './cases.schemas';
import { QueuesRepository } from './queues.repository';

/** Cases to be added, and who adds them. */
export interface CasesToAdd {
  readonly queueId: string;
  readonly cases: readonly NewCaseInput[];
  readonly createdBy: { readonly type: 'user' | 'run'; readonly id: string };
}

/** Brings cases into being: all of a call or none. */
@Injectable()
export class CaseCreation {
  constructor(
    private readonly database: Database,
    private readonly queues: QueuesRepository,
    private readonly cases: CasesRepository,
    private readonly events: CaseEventsRepository,
    private readonly labels: CaseLabels,
  ) {}

  /** @returns ids of the new cases, in the order given, which is that of the ids too. @throws not_found */
  add(teamId: TeamId, { queueId, cases, createdBy }: CasesToAdd): Promise<string[]> {
    return this.database.transaction(async () => {
      if (!(await this.queues.existing(teamId, [queueId])).has(queueId)) throw new ApiException('not_found');
      // Cases of one call share their time; in the order of their ids agents take them as they were given.
      const ids = cases.map(() => randomUUID() as string).sort();
      const rows = cases.map(({ title, data, priority }, index) => ({
        id: ids[index]!,
        title,
        data,
        priority,
        createdByType: createdBy.type,
        createdById: createdBy.id,
      }));
      await this.cases.insert(teamId, queueId, rows);
      await this.events.append(teamId, ids, { type: 'created', actor: createdBy });
      const wanted = new Map(cases.map(({ labels }, index) => [ids[index]!, labels]));
      await this.labels.attach(teamId, queueId, wanted);
      return ids;
    });
  }
}
