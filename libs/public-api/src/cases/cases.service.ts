import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import { reachOf } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { RunsService } from '../runs';
import { toDate, toPageView } from '../shared';
import type { PageRequest } from '../shared';
import { CaseEventsRepository } from './case-events.repository';
import { CaseViews } from './case-views';
import { toCaseEventView } from './case.schema';
import { CasesRepository } from './cases.repository';
import type { ListCasesQuery, SearchCasesBody } from './cases.schemas';
import { QueuesRepository } from './queues.repository';

/** Entries of the history that get_case shows. */
const SHOWN_EVENTS = 100;

/** Operations that read cases. */
@Injectable()
export class CasesService {
  constructor(
    private readonly queues: QueuesRepository,
    private readonly cases: CasesRepository,
    private readonly events: CaseEventsRepository,
    private readonly views: CaseViews,
    private readonly runs: RunsService,
  ) {}

  /** @throws not_found */
  async list(caller: CallerContext, queueId: string, query: ListCasesQuery) {
    await this.requireQueue(caller, queueId);
    const { rows, total } = await this.cases.list(caller.teamId, {
      queueId,
      status: query.status,
      title: query.search,
      assignedAgentId: query.assigned_agent_id,
      createdFrom: toDate(query.created_at_from),
      updatedFrom: toDate(query.updated_at_from),
      ...orderOf(query),
    });
    const views = await this.views.summaries(caller.teamId, rows);
    return toPageView('cases', { rows: views, total }, query, (view) => view);
  }

  /** @throws not_found */
  async search(caller: CallerContext, queueId: string, body: SearchCasesBody) {
    await this.requireQueue(caller, queueId);
    const { rows, total } = await this.cases.search(caller.teamId, {
      queueId,
      anywhere: body.query,
      status: body.status,
      priority: body.priority,
      labels: body.labels,
      createdFrom: toDate(body.created_at_from),
      createdTo: toDate(body.created_at_to),
      updatedFrom: toDate(body.updated_at_from),
      updatedTo: toDate(body.updated_at_to),
      ...orderOf(body),
    });
    const views = await this.views.full(caller.teamId, rows);
    return toPageView('cases', { rows: views, total }, body, (view) => view);
  }

  /** @throws not_found */
  async get({ teamId }: CallerContext, id: string) {
    const view = await this.views.one(teamId, id);
    const events = await this.events.newest(teamId, id, SHOWN_EVENTS);
    return { case: view, events: events.map(toCaseEventView) };
  }

  /** Runs of the case, as far as the role may read runs; that is less than it may read of cases. @throws not_found */
  async listRuns(caller: CallerContext, id: string, page: PageRequest) {
    if (!(await this.cases.find(caller.teamId, id))) throw new ApiException('not_found');
    const reach = reachOf(caller.role, 'runs:read');
    if (!reach) return { runs: [], total: 0, limit: page.limit, offset: page.offset };
    return this.runs.listOfCase({ ...caller, reach }, id, page);
  }

  private async requireQueue({ teamId }: CallerContext, queueId: string): Promise<void> {
    if (!(await this.queues.exists(teamId, queueId))) throw new ApiException('not_found');
  }
}

const orderOf = ({ sort_by, sort_order, limit, offset }: ListCasesQuery | SearchCasesBody) => ({
  sortBy: sort_by,
  sortOrder: sort_order,
  limit,
  offset,
});
