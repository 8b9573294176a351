import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, MIB, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { toolAccessQuery, toolAccessReply, toolParam } from './tool-access.schemas';
import type { ToolAccessQuery, ToolParam } from './tool-access.schemas';
import { ToolAccess } from './tool-access.service';
import { toolRequestBody, toolRequestReply } from './tool-request.schemas';
import type { ToolRequestBody } from './tool-request.schemas';
import { ToolRequests } from './tool-request.service';
import { listToolsQuery, toolsReply } from './tools.schemas';
import type { ListToolsQuery } from './tools.schemas';
import { AdminTools } from './tools.service';

@ApiTags('tools')
@Controller('api/admin/tools')
export class ToolsController {
  constructor(
    private readonly tools: AdminTools,
    private readonly access: ToolAccess,
    private readonly requests: ToolRequests,
  ) {}

  @Get()
  @Surface({
    id: 'admin_list_tools',
    access: 'session',
    permission: 'tools:read',
    document: {
      summary: 'List tools',
      description:
        'The tools that hosts are served now, those of upstreams included, by name: schema, hints, permission and the roles that have it, size in tokens, and what hosts would refuse them for.',
      response: { 200: toolsReply },
    },
  })
  list(@Query({ schema: listToolsQuery }) query: ListToolsQuery) {
    return this.tools.list(query);
  }

  @Get(':name/access')
  @Surface({
    id: 'admin_explain_tool_access',
    access: 'session',
    permission: 'tools:read',
    document: {
      summary: 'Explain access to a tool',
      description:
        'Why an API key or a connected app of the team can or cannot see and call a tool: every check in the order in which a call meets them, each with what helps. Arguments, and items that are somebody else’s, are judged by the call alone.',
      response: { 200: toolAccessReply },
      errors: ['not_found'],
    },
  })
  explain(
    @Caller() caller: CallerContext,
    @Param({ schema: toolParam }) { name }: ToolParam,
    @Query({ schema: toolAccessQuery }) { credential }: ToolAccessQuery,
  ) {
    return this.access.explain(caller, name, credential);
  }

  @Post(':name/request')
  @HttpCode(200)
  @Surface({
    id: 'admin_write_tool_request',
    access: 'session',
    permission: 'tools:read',
    bodyLimit: MIB,
    document: {
      summary: 'Write a tool call as REST request',
      description:
        'The REST request that a call of the tool with these arguments stands for, exactly as it would go out. Nothing is called.',
      response: { 200: toolRequestReply },
      errors: ['not_found'],
    },
  })
  request(
    @Param({ schema: toolParam }) { name }: ToolParam,
    @Body({ schema: toolRequestBody }) body: ToolRequestBody,
  ) {
    return this.requests.write(name, body);
  }
}
