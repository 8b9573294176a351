import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { toDate, toPageView } from '../shared';
import type { PageRequest } from '../shared';
import { HumanRequestsRepository } from './human-requests.repository';
import { toHumanRequestView } from './human-requests.schemas';
import { toMessageView } from './messages.schemas';
import { notYours, readerOf, requireOwnRun } from './run-access';
import { isLive } from './run-machine';
import { RunMessagesRepository } from './run-messages.repository';
import { RunTransitions } from './run-transitions';
import { RunsRepository } from './runs.repository';
import type { RunWithAgent } from './runs.repository';
import { toRunView } from './runs.schemas';
import type { ListRunsQuery, RunView, StopRunBody } from './runs.schemas';

@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
    private readonly messages: RunMessagesRepository,
    private readonly requests: HumanRequestsRepository,
    private readonly transitions: RunTransitions,
  ) {}

  async list(caller: CallerContext, query: ListRunsQuery) {
    const page = await this.runs.list(caller.teamId, {
      ...query,
      agentId: query.agent_id,
      userId: query.user_id,
      queueId: query.queue_id,
      since: toDate(query.since),
      sortBy: query.sort_by,
      sortOrder: query.sort_order,
      reader: readerOf(caller),
    });
    return toPageView('runs', page, query, toRunView);
  }

  /** Runs that work or worked on a case, as far as the caller may read them, newest first. */
  async listOfCase(caller: CallerContext, caseId: string, page: PageRequest) {
    const found = await this.runs.list(caller.teamId, { ...page, caseId, reader: readerOf(caller) });
    return toPageView('runs', found, page, toRunView);
  }

  /** @throws not_found, forbidden */
  async get(caller: CallerContext, id: string) {
    const run = await this.readable(caller, id);
    const pending = run.status === 'waiting' && (await this.requests.findPending(caller.teamId, id));
    return { run: toRunView(run), pending_human_request: pending ? toHumanRequestView(pending) : null };
  }

  /** @throws not_found, forbidden */
  async listMessages(caller: CallerContext, id: string, query: PageRequest) {
    await this.readable(caller, id);
    const page = await this.messages.list(caller.teamId, id, query);
    return toPageView('messages', page, query, toMessageView);
  }

  /** Ends a live run; a run that has ended stays as it is. @throws not_found, forbidden */
  async stop(caller: CallerContext, id: string, { reason }: StopRunBody): Promise<StoppedRun> {
    requireOwnRun(caller, await this.find(caller.teamId, id));
    const stopped = await this.database.transaction(async () => {
      const run = await this.runs.findLocked(caller.teamId, id);
      if (!run || !isLive(run.status)) return false;
      const actor = { type: 'user', id: caller.userId } as const;
      await this.transitions.apply(caller.teamId, run, 'stop', { actor, note: reason });
      return true;
    });
    const run = toRunView(await this.find(caller.teamId, id));
    return { success: true, run, message: stopped ? null : 'run is not active' };
  }

  private async readable(caller: CallerContext, id: string): Promise<RunWithAgent> {
    const run = await this.find(caller.teamId, id);
    const reader = readerOf(caller);
    if (reader && !(await this.runs.isReadable(caller.teamId, id, reader))) throw notYours(caller);
    return run;
  }

  private async find(teamId: TeamId, id: string): Promise<RunWithAgent> {
    const run = await this.runs.find(teamId, id);
    if (!run) throw new ApiException('not_found');
    return run;
  }
}

interface StoppedRun {
  readonly success: true;
  readonly run: RunView;
  readonly message: string | null;
}
