import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { CaseLabelsService } from './case-labels.service';
import * as schemas from './labels.schemas';

@ApiTags('labels')
@Controller('v1/cases/:case_id/labels')
export class CaseLabelsController {
  constructor(private readonly caseLabels: CaseLabelsService) {}

  @Get()
  @Operation({
    id: 'list_case_labels',
    summary: 'List the labels of a case',
    description:
      'List the labels on one case, by key and value. Use it to find the label_ids for unlink_case_labels. For every label that the queue offers use list_queue_labels.',
    permission: 'cases:read',
    hint: 'R',
    response: { 200: schemas.caseLabelsReply },
    errors: ['not_found'],
  })
  list(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.labelledCaseParam }) params: { case_id: string },
  ) {
    return this.caseLabels.list(caller, params.case_id);
  }

  @Post()
  @Operation({
    id: 'assign_case_labels',
    summary: 'Put labels on a case',
    description:
      'Put labels on a case by key and value, or by value alone for plain tags. Labels the queue lacks are created, those already on the case stay; at most 50 per case. Case matters: look up spellings with list_queue_labels. Returns all labels now on the case.',
    permission: 'cases:label',
    hint: 'WI',
    response: { 200: schemas.caseLabelsReply },
    errors: ['not_found', 'label_limit'],
  })
  assign(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.labelledCaseParam }) params: { case_id: string },
    @Body({ schema: schemas.assignCaseLabelsBody }) body: schemas.AssignCaseLabelsBody,
  ) {
    return this.caseLabels.assign(caller, params.case_id, body);
  }

  @Post('unlink')
  @Operation({
    id: 'unlink_case_labels',
    summary: 'Take labels off a case',
    description:
      'Take labels off one case by their ids; ids that are not on it are ignored. The labels stay on other cases and on the queue: to delete one everywhere use delete_queue_label. The ids come from list_case_labels. Returns the labels left.',
    permission: 'cases:label',
    hint: 'D',
    response: { 200: schemas.caseLabelsReply },
    errors: ['not_found'],
  })
  unlink(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.labelledCaseParam }) params: { case_id: string },
    @Body({ schema: schemas.unlinkCaseLabelsBody }) body: schemas.UnlinkCaseLabelsBody,
  ) {
    return this.caseLabels.unlink(caller, params.case_id, body);
  }
}
