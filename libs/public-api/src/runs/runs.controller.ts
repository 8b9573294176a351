import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { BeforeTransaction } from '../idempotency';
import { CallSource } from './call-source.decorator';
import { listMessagesQuery, messagesReply, postedMessageReply, postMessageBody } from './messages.schemas';
import type { ListMessagesQuery, PostMessageBody } from './messages.schemas';
import type { RunSource } from './run-machine';
import { RunMessagesService } from './run-messages.service';
import { RunStartPreflight } from './run-start.preflight';
import { RunStartService } from './run-start.service';
import {
  listRunsQuery,
  runDetailReply,
  runParam,
  runReply,
  runsReply,
  startRunBody,
  stoppedRunReply,
  stopRunBody,
} from './runs.schemas';
import type { ListRunsQuery, StartRunBody, StopRunBody } from './runs.schemas';
import { RunsService } from './runs.service';

@ApiTags('runs')
@Controller('v1/runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly starts: RunStartService,
    private readonly messages: RunMessagesService,
  ) {}

  @Post()
  @Operation({
    id: 'start_run',
    summary: 'Start a run',
    description:
      'Start an agent ("run the assignment", "start a job") on an input. Returns at once with status pending; nothing is streamed. Then poll get_run: every 5-10 s for short runs, every 30-60 s for long ones, until status is completed, failed, stopped or interrupted. Status waiting means a person must answer: see respond_to_human_request. Take agent_id from list_agents with runnable true. To go on with an ended run use post_run_message; to work on given cases use bulk_delegate_cases.',
    permission: 'runs:start',
    hint: 'W',
    openWorld: true,
    bucket: 'start_run',
    idempotent: true,
    response: { 201: runReply },
    errors: [
      'webhook_url_not_allowed',
      'connection_forbidden',
      'not_found',
      'agent_not_runnable',
      'connection_broken',
      'sandbox_in_use',
      'sandbox_expired',
      'concurrency_limit',
    ],
  })
  @BeforeTransaction(startRunBody, RunStartPreflight)
  start(
    @Caller() caller: CallerContext,
    @CallSource() source: RunSource,
    @Body({ schema: startRunBody }) body: StartRunBody,
  ) {
    return this.starts.start(caller, source, body);
  }

  @Get()
  @Operation({
    id: 'list_runs',
    summary: 'List runs',
    description:
      'List runs ("jobs") that you may read, newest first, to find a run_id or see what is going on: filter by status, agent, person, queue or text. With since and sort_by updated_at it tells what changed. For one known run use get_run; for the runs of a case list_case_runs.',
    permission: 'runs:read',
    hint: 'R',
    response: { 200: runsReply },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: listRunsQuery }) query: ListRunsQuery) {
    return this.runs.list(caller, query);
  }

  @Get(':run_id')
  @Operation({
    id: 'get_run',
    summary: 'Get a run',
    description:
      'Get one run ("job"): status, result, error and, while status is waiting, the pending human request. This is the call to poll after start_run: every 5-10 s for short runs, 30-60 s for long ones. completed: result holds the answer. waiting: show the request to the person and call respond_to_human_request. For the steps taken use list_run_messages.',
    permission: 'runs:read',
    hint: 'R',
    response: { 200: runDetailReply },
    errors: ['not_found'],
  })
  get(@Caller() caller: CallerContext, @Param({ schema: runParam }) params: { run_id: string }) {
    return this.runs.get(caller, params.run_id);
  }

  @Get(':run_id/messages')
  @Operation({
    id: 'list_run_messages',
    summary: 'List the messages of a run',
    description:
      'Read the transcript of a run ("job"), oldest first: texts, tool calls and results, human requests and responses. It only grows: pass as offset the number of messages already read to get just the new ones. For the outcome alone get_run is enough.',
    permission: 'runs:read',
    hint: 'R',
    response: { 200: messagesReply },
    errors: ['not_found'],
  })
  listMessages(
    @Caller() caller: CallerContext,
    @Param({ schema: runParam }) params: { run_id: string },
    @Query({ schema: listMessagesQuery }) query: ListMessagesQuery,
  ) {
    return this.runs.listMessages(caller, params.run_id, query);
  }

  @Post(':run_id/messages')
  @Operation({
    id: 'post_run_message',
    summary: 'Send a message to a run',
    description:
      'Tell the agent something in a run ("job"). A live run sees it at its next step; a waiting one goes on without the answer it asked for, so to answer use respond_to_human_request. A completed or interrupted run is resumed: poll get_run again. A failed or stopped run cannot go on: use start_run.',
    permission: 'runs:control',
    hint: 'W',
    openWorld: true,
    idempotent: true,
    response: { 201: postedMessageReply },
    errors: [
      'not_found',
      'run_not_resumable',
      'connection_forbidden',
      'connection_broken',
      'concurrency_limit',
      'conflict',
    ],
  })
  postMessage(
    @Caller() caller: CallerContext,
    @Param({ schema: runParam }) params: { run_id: string },
    @Body({ schema: postMessageBody }) body: PostMessageBody,
  ) {
    return this.messages.post(caller, params.run_id, body);
  }

  @Post(':run_id/stop')
  @Operation({
    id: 'stop_run',
    summary: 'Stop a run',
    description:
      'End a live run ("cancel the job") for good; a stopped run cannot be resumed. Its case goes back to pending and is held until somebody delegates it or sets its status. A run that has already ended stays as it is: the answer is still 200, with message "run is not active". Ids come from list_runs.',
    permission: 'runs:control',
    hint: 'WI',
    response: { 200: stoppedRunReply },
    errors: ['not_found', 'conflict', 'upstream_error'],
  })
  stop(
    @Caller() caller: CallerContext,
    @Param({ schema: runParam }) params: { run_id: string },
    @Body({ schema: stopRunBody }) body: StopRunBody,
  ) {
    return this.runs.stop(caller, params.run_id, body);
  }
}
