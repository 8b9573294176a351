import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { toPageView } from '../shared';
import { HumanRequestsRepository } from './human-requests.repository';
import { toHumanRequestView } from './human-requests.schemas';
import type { HumanRequestView, ListHumanRequestsQuery, RespondBody } from './human-requests.schemas';
import type { HumanRequestRow, HumanResponse } from './human-requests.tables';
import { checkResponse } from './human-response';
import { isOwnRun, notYours, readerOf } from './run-access';
import { RunMessagesRepository } from './run-messages.repository';
import { RunTransitions } from './run-transitions';
import { RunsRepository } from './runs.repository';
import { toRunView } from './runs.schemas';
import type { RunView } from './runs.schemas';

@Injectable()
export class HumanRequestsService {
  constructor(
    private readonly database: Database,
    private readonly requests: HumanRequestsRepository,
    private readonly runs: RunsRepository,
    private readonly messages: RunMessagesRepository,
    private readonly transitions: RunTransitions,
  ) {}

  async list(caller: CallerContext, query: ListHumanRequestsQuery) {
    const page = await this.requests.list(caller.teamId, {
      limit: query.limit,
      offset: query.offset,
      status: query.status,
      runId: query.run_id,
      assigneeId: query.assigned_to_me ? caller.userId : undefined,
      reader: readerOf(caller),
    });
    return toPageView('human_requests', page, query, toHumanRequestView);
  }

  /**
   * Of any number of simultaneous responses one is taken.
   * @throws not_found, forbidden, wrong_response_type, unknown_question, missing_answer, invalid_option,
   * already_responded, request_closed
   */
  async respond(
    caller: CallerContext,
    id: string,
    body: RespondBody,
  ): Promise<{ human_request: HumanRequestView; run: RunView }> {
    const { teamId } = caller;
    const request = await this.requests.find(teamId, id);
    if (!request) throw new ApiException('not_found');
    await this.requireMayRespond(caller, request);
    const response = checkResponse(request, body);
    const answered = await this.database.transaction(() =>
      this.take(caller, request, { response, comment: body.comment || null }),
    );
    const run = await this.runs.find(teamId, request.runId);
    return { human_request: toHumanRequestView(answered), run: toRunView(run!) };
  }

  private async take(
    caller: CallerContext,
    { id, runId, questions }: HumanRequestRow,
    { response, comment }: { response: HumanResponse; comment: string | null },
  ): Promise<HumanRequestRow> {
    const { teamId, userId } = caller;
    // Every change of a request holds the row of its run, so what is read from here on stays true.
    const run = await this.runs.findLocked(teamId, runId);
    if (!(await this.requests.isOpen(teamId, id))) throw await this.closedBecause(caller, id);
    const answered = await this.requests.respond(teamId, id, { response, comment, respondedBy: userId });
    if (!run || !answered) throw new ApiException('request_closed');
    const text = textOf(response, questions, comment);
    await this.messages.append(teamId, runId, [{ type: 'human_response', role: 'user', text }]);
    const actor = { type: 'user', id: userId } as const;
    await this.transitions.apply(teamId, run, 'answer', { actor, humanRequestId: id });
    return answered;
  }

  private async closedBecause(caller: CallerContext, id: string): Promise<ApiException> {
    const request = await this.requests.find(caller.teamId, id);
    return new ApiException(request?.status === 'responded' ? 'already_responded' : 'request_closed');
  }

  /** The run's user, builders for runs of their own agents, manager and above, and whoever was asked. */
  private async requireMayRespond(caller: CallerContext, request: HumanRequestRow): Promise<void> {
    if (request.assigneeIds.includes(caller.userId)) return;
    const run = await this.runs.find(caller.teamId, request.runId);
    if (!run || !isOwnRun(caller, run)) throw notYours(caller);
  }
}

/** What the transcript says of a response. */
function textOf(
  { approved, answers }: HumanResponse,
  questions: HumanRequestRow['questions'],
  comment: string | null,
): string {
  const lines =
    approved === null
      ? answers.map(({ question_id, values }) => {
          const asked = questions.find(({ id }) => id === question_id);
          return `${asked?.question ?? question_id}: ${values.join(', ')}`;
        })
      : [approved ? 'Approved.' : 'Refused.'];
  return [...lines, ...(comment ? [comment] : [])].join('\n');
}
