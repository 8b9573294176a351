import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import {
  delegateCasesBody,
  delegatedCasesReply,
  retriedCasesReply,
  retryCasesBody,
  setCaseStatusBody,
  updatedCasesReply,
} from './case-bulk.schemas';
import type { DelegateCasesBody, RetryCasesBody, SetCaseStatusBody } from './case-bulk.schemas';
import { CaseBulkService } from './case-bulk.service';
import { caseQueueParam } from './cases.schemas';

/** What people do to many cases of one queue at once. */
@ApiTags('cases')
@Controller('v1/queues/:queue_id/cases')
export class CaseBulkController {
  constructor(private readonly cases: CaseBulkService) {}

  @Post('bulk-delegate')
  @Operation({
    id: 'bulk_delegate_cases',
    summary: 'Delegate cases to an agent',
    description:
      'Hand up to 100 cases of a queue to one agent ("assignment"): each starts a run of it as you, within seconds. A live run ("job") on a case is interrupted; completed cases are skipped, use bulk_retry_cases for them. The agent must be a consumer, see get_queue. Then poll get_case.',
    permission: 'cases:delegate',
    hint: 'D*',
    openWorld: true,
    response: { 200: delegatedCasesReply },
    errors: ['connection_forbidden', 'not_found', 'agent_not_consumer', 'agent_not_runnable', 'conflict'],
  })
  delegate(
    @Caller() caller: CallerContext,
    @Param({ schema: caseQueueParam }) params: { queue_id: string },
    @Body({ schema: delegateCasesBody }) body: DelegateCasesBody,
  ) {
    return this.cases.delegate(caller, params.queue_id, body);
  }

  @Post('bulk-retry')
  @Operation({
    id: 'bulk_retry_cases',
    summary: 'Retry cases',
    description:
      'Put up to 100 failed, completed or running cases of a queue back to pending, so that they are worked on again; a live run ("job") is interrupted. Their agent stays and acts as you. Pending and postponed cases are skipped. To choose another agent use bulk_delegate_cases.',
    permission: 'cases:delegate',
    hint: 'D*',
    openWorld: true,
    response: { 200: retriedCasesReply },
    errors: ['connection_forbidden', 'not_found', 'conflict'],
  })
  retry(
    @Caller() caller: CallerContext,
    @Param({ schema: caseQueueParam }) params: { queue_id: string },
    @Body({ schema: retryCasesBody }) body: RetryCasesBody,
  ) {
    return this.cases.retry(caller, params.queue_id, body);
  }

  @Post('bulk-update-status')
  @Operation({
    id: 'bulk_update_case_status',
    summary: 'Set the status of cases',
    description:
      'Set up to 100 cases of a queue to pending, completed or failed by hand, e.g. to close what was done elsewhere. A live run ("job") is interrupted, and no agent stays assigned. To have an agent work on them again use bulk_retry_cases or bulk_delegate_cases.',
    permission: 'cases:update',
    hint: 'D',
    response: { 200: updatedCasesReply },
    errors: ['not_found', 'conflict'],
  })
  setStatus(
    @Caller() caller: CallerContext,
    @Param({ schema: caseQueueParam }) params: { queue_id: string },
    @Body({ schema: setCaseStatusBody }) body: SetCaseStatusBody,
  ) {
    return this.cases.setStatus(caller, params.queue_id, body);
  }
}
