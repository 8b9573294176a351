import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { agentParam } from './agents.schemas';
import {
  createRevisionBody,
  listRevisionsQuery,
  promotedReply,
  revisionParam,
  revisionReply,
  revisionsReply,
  updateRevisionBody,
} from './revisions.schemas';
import type { CreateRevisionBody, ListRevisionsQuery, UpdateRevisionBody } from './revisions.schemas';
import { RevisionsService } from './revisions.service';

@ApiTags('agents')
@Controller('v1')
export class RevisionsController {
  constructor(private readonly revisions: RevisionsService) {}

  @Get('agents/:agent_id/revisions')
  @Operation({
    id: 'list_revisions',
    summary: 'List revisions of an agent',
    description:
      'List the versions of an agent by number, newest first, without their configs. Use it to find a draft to promote or a historic revision to go back to; get_revision gives the config.',
    permission: 'agents:read',
    hint: 'R',
    response: { 200: revisionsReply },
    errors: ['not_found'],
  })
  list(
    @Caller() caller: CallerContext,
    @Param({ schema: agentParam }) params: { agent_id: string },
    @Query({ schema: listRevisionsQuery }) query: ListRevisionsQuery,
  ) {
    return this.revisions.list(caller, params.agent_id, query);
  }

  @Post('agents/:agent_id/revisions')
  @Operation({
    id: 'create_revision',
    summary: 'Create a draft revision',
    description:
      'Add a draft with a new config to an agent; this is how instructions, model, connections, skills or files are changed. Give the whole config, or only parent_revision_id to copy one. The live revision stays live until promote_revision. To go on working on a draft use update_revision.',
    permission: 'agents:update',
    hint: 'W',
    idempotent: true,
    response: { 201: revisionReply },
    errors: ['not_found', 'connection_forbidden', 'unknown_reference'],
  })
  create(
    @Caller() caller: CallerContext,
    @Param({ schema: agentParam }) params: { agent_id: string },
    @Body({ schema: createRevisionBody }) body: CreateRevisionBody,
  ) {
    return this.revisions.create(caller, params.agent_id, body);
  }

  @Get('revisions/:revision_id')
  @Operation({
    id: 'get_revision',
    summary: 'Get a revision',
    description:
      'Get one revision of an agent with its full config, whether draft, live or historic. Read it before update_revision, which replaces the whole config.',
    permission: 'agents:read',
    hint: 'R',
    response: { 200: revisionReply },
    errors: ['not_found'],
  })
  get(@Caller() caller: CallerContext, @Param({ schema: revisionParam }) params: { revision_id: string }) {
    return this.revisions.get(caller, params.revision_id);
  }

  @Patch('revisions/:revision_id')
  @Operation({
    id: 'update_revision',
    summary: 'Change a draft revision',
    description:
      'Change a draft; give at least one of config, name and description. config replaces the whole config, so read it with get_revision first; null clears name or description. Live and historic revisions are frozen: use create_revision with parent_revision_id instead.',
    permission: 'agents:update',
    hint: 'WI',
    response: { 200: revisionReply },
    errors: ['not_found', 'connection_forbidden', 'revision_frozen', 'unknown_reference'],
  })
  update(
    @Caller() caller: CallerContext,
    @Param({ schema: revisionParam }) params: { revision_id: string },
    @Body({ schema: updateRevisionBody }) body: UpdateRevisionBody,
  ) {
    return this.revisions.update(caller, params.revision_id, body);
  }

  @Post('revisions/:revision_id/promote')
  @Operation({
    id: 'promote_revision',
    summary: 'Make a revision live',
    description:
      'Make a draft the live revision of its agent, or go back to a historic one. The former live revision becomes historic; runs that have begun stay on it. Find the revision with list_revisions; afterwards start_run uses it.',
    permission: 'agents:update',
    hint: 'WI',
    response: { 200: promotedReply },
    errors: ['not_found', 'already_live', 'unknown_reference'],
  })
  promote(
    @Caller() caller: CallerContext,
    @Param({ schema: revisionParam }) params: { revision_id: string },
  ) {
    return this.revisions.promote(caller, params.revision_id);
  }
}
