import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import {
  humanRequestParam,
  humanRequestSchema,
  humanRequestsReply,
  listHumanRequestsQuery,
  respondBody,
} from './human-requests.schemas';
import type { ListHumanRequestsQuery, RespondBody } from './human-requests.schemas';
import { HumanRequestsService } from './human-requests.service';
import { runSchema } from './runs.schemas';

const respondedReply = z.strictObject({ human_request: humanRequestSchema, run: runSchema });

@ApiTags('runs')
@Controller('v1/human-requests')
export class HumanRequestsController {
  constructor(private readonly requests: HumanRequestsService) {}

  @Get()
  @Operation({
    id: 'list_human_requests',
    summary: 'List human requests',
    description:
      'List what agents ask people: approvals and questions of the runs ("jobs") you may read, newest first; by default those still pending. With assigned_to_me only those that name you. Use it to find a request_id, then show the request to the person and call respond_to_human_request. For one run get_run shows it too.',
    permission: 'runs:read',
    hint: 'R',
    response: { 200: humanRequestsReply },
  })
  list(
    @Caller() caller: CallerContext,
    @Query({ schema: listHumanRequestsQuery }) query: ListHumanRequestsQuery,
  ) {
    return this.requests.list(caller, query);
  }

  @Post(':request_id/respond')
  @Operation({
    id: 'respond_to_human_request',
    summary: 'Respond to a human request',
    description:
      'Give the answer of a person to an approval or question an agent waits for; the run ("job") then goes on. Ask the person first, never decide for them. Approval: send approved true or false. Question: send answers, one per question, with option labels as values. Take request and question ids from get_run or list_human_requests. Afterwards poll get_run. To redirect the agent instead of answering use post_run_message.',
    permission: 'human_requests:respond',
    hint: 'W',
    openWorld: true,
    response: { 200: respondedReply },
    errors: [
      'not_found',
      'wrong_response_type',
      'unknown_question',
      'invalid_option',
      'missing_answer',
      'already_responded',
      'request_closed',
    ],
  })
  respond(
    @Caller() caller: CallerContext,
    @Param({ schema: humanRequestParam }) params: { request_id: string },
    @Body({ schema: respondBody }) body: RespondBody,
  ) {
    return this.requests.respond(caller, params.request_id, body);
  }
}
