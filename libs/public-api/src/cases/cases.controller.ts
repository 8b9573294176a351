import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { runsReply } from '../runs';
import { CaseChangesService } from './case-changes.service';
import {
  caseDetailReply,
  caseParam,
  caseReply,
  deletedCaseReply,
  listCaseRunsQuery,
  updateCaseBody,
} from './cases.schemas';
import type { ListCaseRunsQuery, UpdateCaseBody } from './cases.schemas';
import { CasesService } from './cases.service';

@ApiTags('cases')
@Controller('v1/cases/:case_id')
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly changes: CaseChangesService,
  ) {}

  @Get()
  @Operation({
    id: 'get_case',
    summary: 'Get a case',
    description:
      'Get one case with its data, status, labels, result or error, and the newest 100 entries of its history. Poll it to see whether a delegated case is done. claimed_by_run_id is the run ("job") that works on it; if pending_human_request_id is set, answer with respond_to_human_request.',
    permission: 'cases:read',
    hint: 'R',
    response: { 200: caseDetailReply },
    errors: ['not_found'],
  })
  get(@Caller() caller: CallerContext, @Param({ schema: caseParam }) params: { case_id: string }) {
    return this.cases.get(caller, params.case_id);
  }

  @Patch()
  @Operation({
    id: 'update_case',
    summary: 'Change a case',
    description:
      'Change title, data or priority of a case; give at least one of them. data replaces the whole object. Refused while a run works on the case: stop it with stop_run first. For the status use bulk_update_case_status, for labels assign_case_labels.',
    permission: 'cases:update',
    hint: 'WI',
    response: { 200: caseReply },
    errors: ['not_found', 'case_claimed'],
  })
  update(
    @Caller() caller: CallerContext,
    @Param({ schema: caseParam }) params: { case_id: string },
    @Body({ schema: updateCaseBody }) body: UpdateCaseBody,
  ) {
    return this.changes.update(caller, params.case_id, body);
  }

  @Delete()
  @Operation({
    id: 'delete_case',
    summary: 'Delete a case',
    description:
      'Delete one case with its history for good; a run that works on it is interrupted. To close a case but keep it, use bulk_update_case_status instead. case_id comes from list_cases or search_cases.',
    permission: 'cases:delete',
    hint: 'D',
    response: { 200: deletedCaseReply },
    errors: ['not_found', 'conflict'],
  })
  remove(@Caller() caller: CallerContext, @Param({ schema: caseParam }) params: { case_id: string }) {
    return this.changes.remove(caller, params.case_id);
  }

  @Get('runs')
  @Operation({
    id: 'list_case_runs',
    summary: 'List the runs of a case',
    description:
      'List the runs ("jobs") that work or worked on one case, newest first, as far as you may read runs. Use it to see how often the case was tried and why a run failed; read what a run did with list_run_messages. For runs of an agent or a queue use list_runs.',
    permission: 'cases:read',
    hint: 'R',
    response: { 200: runsReply },
    errors: ['not_found'],
  })
  listRuns(
    @Caller() caller: CallerContext,
    @Param({ schema: caseParam }) params: { case_id: string },
    @Query({ schema: listCaseRunsQuery }) query: ListCaseRunsQuery,
  ) {
    return this.cases.listRuns(caller, params.case_id, query);
  }
}
