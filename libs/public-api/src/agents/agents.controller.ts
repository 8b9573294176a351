import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import {
  agentDetailReply,
  agentParam,
  agentReply,
  agentsReply,
  createAgentBody,
  createdAgentReply,
  listAgentsQuery,
  updateAgentBody,
} from './agents.schemas';
import type { CreateAgentBody, ListAgentsQuery, UpdateAgentBody } from './agents.schemas';
import { AgentsService } from './agents.service';

@ApiTags('agents')
@Controller('v1/agents')
export class AgentsController {
  constructor(private readonly agents: AgentsService) {}

  @Get()
  @Operation({
    id: 'list_agents',
    summary: 'List agents',
    description:
      'List the AI agents of the team (people also say "assignments"), newest first, without their configs. Use it to find the agent_id for start_run, get_agent or create_revision. Only an agent with runnable true can be started.',
    permission: 'agents:read',
    hint: 'R',
    response: { 200: agentsReply },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: listAgentsQuery }) query: ListAgentsQuery) {
    return this.agents.list(caller, query);
  }

  @Post()
  @Operation({
    id: 'create_agent',
    summary: 'Create an agent',
    description:
      'Create an AI agent ("assignment"). With config it gets revision 1 as a draft, with promote too that revision is live at once. Without config add one by create_revision. To change what an existing agent does, use create_revision instead.',
    permission: 'agents:create',
    hint: 'W',
    idempotent: true,
    response: { 201: createdAgentReply },
    errors: ['connection_forbidden', 'name_taken', 'unknown_reference'],
  })
  create(@Caller() caller: CallerContext, @Body({ schema: createAgentBody }) body: CreateAgentBody) {
    return this.agents.create(caller, body);
  }

  @Get(':agent_id')
  @Operation({
    id: 'get_agent',
    summary: 'Get an agent',
    description:
      'Get one agent ("assignment") and its live revision with the full config: instructions, connections, skills, files. live_revision is null if none was ever promoted; such an agent cannot be started. For drafts and history use list_revisions, for what it did list_runs.',
    permission: 'agents:read',
    hint: 'R',
    response: { 200: agentDetailReply },
    errors: ['not_found'],
  })
  get(@Caller() caller: CallerContext, @Param({ schema: agentParam }) params: { agent_id: string }) {
    return this.agents.get(caller, params.agent_id);
  }

  @Patch(':agent_id')
  @Operation({
    id: 'update_agent',
    summary: 'Rename or describe an agent',
    description:
      'Change name or description of an agent; give at least one of them. null clears the description. What the agent does stays as it is: for instructions, model, connections or files use create_revision and promote_revision. Builders may change only agents they created.',
    permission: 'agents:update',
    hint: 'WI',
    response: { 200: agentReply },
    errors: ['not_found', 'name_taken'],
  })
  update(
    @Caller() caller: CallerContext,
    @Param({ schema: agentParam }) params: { agent_id: string },
    @Body({ schema: updateAgentBody }) body: UpdateAgentBody,
  ) {
    return this.agents.update(caller, params.agent_id, body);
  }
}
