import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { CaseChangesService } from './case-changes.service';
import {
  caseQueueParam,
  casesReply,
  createCasesBody,
  createdCasesReply,
  foundCasesReply,
  listCasesQuery,
  searchCasesBody,
} from './cases.schemas';
import type { CreateCasesBody, ListCasesQuery, SearchCasesBody } from './cases.schemas';
import { CasesService } from './cases.service';

/** Cases of one queue. */
@ApiTags('cases')
@Controller('v1/queues/:queue_id/cases')
export class CaseQueueController {
  constructor(
    private readonly cases: CasesService,
    private readonly changes: CaseChangesService,
  ) {}

  @Get()
  @Operation({
    id: 'list_cases',
    summary: 'List cases of a queue',
    description:
      'List the cases of one queue, newest first, without their data. Use it for an overview or by status, title or agent; to look into data, labels or priority use search_cases. queue_id comes from list_queues; read one case with get_case.',
    permission: 'cases:read',
    hint: 'R',
    response: { 200: casesReply },
    errors: ['not_found'],
  })
  list(
    @Caller() caller: CallerContext,
    @Param({ schema: caseQueueParam }) params: { queue_id: string },
    @Query({ schema: listCasesQuery }) query: ListCasesQuery,
  ) {
    return this.cases.list(caller, params.queue_id, query);
  }

  @Post('search')
  @Operation({
    id: 'search_cases',
    summary: 'Search cases of a queue',
    description:
      'Search one queue for cases by a text in title, data or labels, by label, status, priority and time; the cases come with their data. Use it instead of list_cases to find a case by what it is about, e.g. an invoice number. Label names come from list_queue_labels.',
    permission: 'cases:read',
    hint: 'R',
    response: { 200: foundCasesReply },
    errors: ['not_found'],
  })
  search(
    @Caller() caller: CallerContext,
    @Param({ schema: caseQueueParam }) params: { queue_id: string },
    @Body({ schema: searchCasesBody }) body: SearchCasesBody,
  ) {
    return this.cases.search(caller, params.queue_id, body);
  }

  @Post()
  @Operation({
    id: 'create_cases',
    summary: 'Create cases',
    description:
      'Create 1 to 100 cases in a queue, all or none; labels that the queue lacks are created. Agents that consume the queue take them in order of priority, then age; one with auto_start begins by itself, else hand them over with bulk_delegate_cases.',
    permission: 'cases:create',
    hint: 'W',
    idempotent: true,
    response: { 201: createdCasesReply },
    errors: ['not_found'],
  })
  create(
    @Caller() caller: CallerContext,
    @Param({ schema: caseQueueParam }) params: { queue_id: string },
    @Body({ schema: createCasesBody }) body: CreateCasesBody,
  ) {
    return this.changes.create(caller, params.queue_id, body);
  }
}
