import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { successReply } from '../shared';
import * as schemas from './queues.schemas';
import { QueuesService } from './queues.service';

@ApiTags('queues')
@Controller('v1/queues')
export class QueuesController {
  constructor(private readonly queues: QueuesService) {}

  @Get()
  @Operation({
    id: 'list_queues',
    summary: 'List queues',
    description:
      'List the work queues of the team by name, each with the number of its cases per status. Use it to find the queue_id for list_cases, create_cases or get_queue, or to see where work waits. For the agents that serve a queue use get_queue.',
    permission: 'queues:read',
    hint: 'R',
    response: { 200: schemas.listQueuesReply },
  })
  list(
    @Caller() caller: CallerContext,
    @Query({ schema: schemas.listQueuesQuery }) query: schemas.ListQueuesQuery,
  ) {
    return this.queues.list(caller, query);
  }

  @Post()
  @Operation({
    id: 'create_queue',
    summary: 'Create a queue',
    description:
      'Create an empty work queue. To have agents take cases from it or add cases to it, name its id in consumes or produces of their config with create_revision and promote_revision. To rename an existing queue use update_queue.',
    permission: 'queues:manage',
    hint: 'W',
    idempotent: true,
    response: { 201: schemas.queueReply },
    errors: ['name_taken'],
  })
  create(
    @Caller() caller: CallerContext,
    @Body({ schema: schemas.createQueueBody }) body: schemas.CreateQueueBody,
  ) {
    return this.queues.create(caller, body);
  }

  @Get(':queue_id')
  @Operation({
    id: 'get_queue',
    summary: 'Get a queue',
    description:
      'Get one work queue: the number of its cases per status, the agents that take cases from it (consumers) and those that add cases (producers). Use it before handing cases to an agent. queue_id comes from list_queues.',
    permission: 'queues:read',
    hint: 'R',
    response: { 200: schemas.queueDetailReply },
    errors: ['not_found'],
  })
  get(@Caller() caller: CallerContext, @Param({ schema: schemas.queueParam }) params: { queue_id: string }) {
    return this.queues.get(caller, params.queue_id);
  }

  @Patch(':queue_id')
  @Operation({
    id: 'update_queue',
    summary: 'Rename or describe a queue',
    description:
      'Change name or description of a work queue; give at least one of them. null clears the description. Its cases, labels and agents stay. Which agents serve it stands in their configs: change that with create_revision.',
    permission: 'queues:manage',
    hint: 'WI',
    response: { 200: schemas.queueReply },
    errors: ['not_found', 'name_taken'],
  })
  update(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.queueParam }) params: { queue_id: string },
    @Body({ schema: schemas.updateQueueBody }) body: schemas.UpdateQueueBody,
  ) {
    return this.queues.update(caller, params.queue_id, body);
  }

  @Delete(':queue_id')
  @Operation({
    id: 'delete_queue',
    summary: 'Delete a queue',
    description:
      'Delete an empty work queue and its labels for good. Refused while it has any case, closed ones too, and while a live revision of an agent consumes or produces it: get_queue shows both. Returns success true.',
    permission: 'queues:manage',
    hint: 'D',
    response: { 200: successReply },
    errors: ['not_found', 'queue_not_empty', 'in_use'],
  })
  delete(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.queueParam }) params: { queue_id: string },
  ) {
    return this.queues.delete(caller, params.queue_id);
  }
}
