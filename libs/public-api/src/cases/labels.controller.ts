import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import * as schemas from './labels.schemas';
import { LabelsService } from './labels.service';
import { queueParam } from './queues.schemas';

/** Labels of queues. Those of cases: `CaseLabelsController`. */
@ApiTags('labels')
@Controller('v1')
export class LabelsController {
  constructor(private readonly labels: LabelsService) {}

  @Get('queues/:queue_id/labels')
  @Operation({
    id: 'list_queue_labels',
    summary: 'List the labels of a queue',
    description:
      'List the labels that a work queue offers to its cases, by key and value, each with the number of cases that have it. Use it to find a label_id or the exact spelling of a label. For the labels of one case use list_case_labels.',
    permission: 'queues:read',
    hint: 'R',
    response: { 200: schemas.queueLabelsReply },
    errors: ['not_found'],
  })
  list(
    @Caller() caller: CallerContext,
    @Param({ schema: queueParam }) params: { queue_id: string },
    @Query({ schema: schemas.listQueueLabelsQuery }) query: schemas.ListQueueLabelsQuery,
  ) {
    return this.labels.list(caller, params.queue_id, query);
  }

  @Post('queues/:queue_id/labels')
  @Operation({
    id: 'create_queue_label',
    summary: 'Create a label of a queue',
    description:
      'Create a label of a work queue without putting it on a case: key and value such as vendor and Globex, or a value alone as a plain tag. Only needed to choose its color_hue or to offer it in advance; assign_case_labels creates missing labels itself.',
    permission: 'cases:label',
    hint: 'W',
    idempotent: true,
    response: { 201: schemas.labelReply },
    errors: ['not_found', 'label_exists'],
  })
  create(
    @Caller() caller: CallerContext,
    @Param({ schema: queueParam }) params: { queue_id: string },
    @Body({ schema: schemas.createQueueLabelBody }) body: schemas.CreateQueueLabelBody,
  ) {
    return this.labels.create(caller, params.queue_id, body);
  }

  @Patch('labels/:label_id')
  @Operation({
    id: 'update_queue_label',
    summary: 'Change a label of a queue',
    description:
      'Change key, value or color_hue of a label; give at least one of them. The change shows on every case that has the label. To give one case another label use unlink_case_labels and assign_case_labels. label_id comes from list_queue_labels.',
    permission: 'queues:manage',
    hint: 'WI',
    response: { 200: schemas.labelReply },
    errors: ['not_found', 'label_exists'],
  })
  update(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.labelParam }) params: { label_id: string },
    @Body({ schema: schemas.updateQueueLabelBody }) body: schemas.UpdateQueueLabelBody,
  ) {
    return this.labels.update(caller, params.label_id, body);
  }

  @Delete('labels/:label_id')
  @Operation({
    id: 'delete_queue_label',
    summary: 'Delete a label of a queue',
    description:
      'Delete a label of a work queue for good and take it off every case that has it; unlinked_case_count tells how many. The cases stay. To take it off one case alone use unlink_case_labels. label_id comes from list_queue_labels.',
    permission: 'queues:manage',
    hint: 'D',
    response: { 200: schemas.deletedLabelReply },
    errors: ['not_found'],
  })
  delete(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.labelParam }) params: { label_id: string },
  ) {
    return this.labels.delete(caller, params.label_id);
  }
}
