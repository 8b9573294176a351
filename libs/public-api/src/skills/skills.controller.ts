import { Body, Controller, Delete, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { successReply } from '../shared';
import * as schemas from './skills.schemas';
import { SkillsService } from './skills.service';

@ApiTags('skills')
@Controller('v1/skills')
export class SkillsController {
  constructor(private readonly skills: SkillsService) {}

  @Get()
  @Operation({
    id: 'list_skills',
    summary: 'List skills',
    description:
      'List the skills that agents can be given: those of the team and the system skills, by name, without content. Put their ids into the config of a revision; read what a skill says with get_skill.',
    permission: 'skills:read',
    hint: 'R',
    response: { 200: schemas.listSkillsReply },
  })
  list(
    @Caller() caller: CallerContext,
    @Query({ schema: schemas.listSkillsQuery }) query: schemas.ListSkillsQuery,
  ) {
    return this.skills.list(caller, query);
  }

  @Get(':skill_id')
  @Operation({
    id: 'get_skill',
    summary: 'Get a skill',
    description:
      'Get one skill, of the team or of the system. Use it to read what a skill tells agents, or before create_skill replaces it. Returns the whole content in markdown with name, description and size.',
    permission: 'skills:read',
    hint: 'R',
    response: { 200: schemas.skillReply },
    errors: ['not_found'],
  })
  get(@Caller() caller: CallerContext, @Param({ schema: schemas.skillParam }) params: { skill_id: string }) {
    return this.skills.get(caller, params.skill_id);
  }

  @Post()
  @Operation({
    id: 'create_skill',
    summary: 'Create or replace a skill',
    description:
      'Create a skill of the team: instructions in markdown that agents follow for one kind of task. If the team has a skill of this name its description and content are replaced without history, also for agents that use it; created tells which happened. Names of system skills are taken.',
    permission: 'skills:manage',
    hint: 'D',
    idempotent: true,
    response: { 200: schemas.createSkillReply, 201: schemas.createSkillReply },
    errors: ['system_skill', 'conflict'],
  })
  async create(
    @Caller() caller: CallerContext,
    @Body({ schema: schemas.createSkillBody }) body: schemas.CreateSkillBody,
    @Res({ passthrough: true }) response: Response,
  ) {
    const reply = await this.skills.create(caller, body);
    response.status(reply.created ? HttpStatus.CREATED : HttpStatus.OK);
    return reply;
  }

  @Delete(':skill_id')
  @Operation({
    id: 'delete_skill',
    summary: 'Delete a skill',
    description:
      'Delete a skill of the team for good. Use it when no agent is to follow the skill any more; to change one use create_skill with its name. Returns success true. System skills cannot be deleted, nor can a skill that a live revision of an agent uses: promote a revision without it first.',
    permission: 'skills:manage',
    hint: 'D',
    response: { 200: successReply },
    errors: ['not_found', 'system_skill', 'in_use'],
  })
  delete(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.skillParam }) params: { skill_id: string },
  ) {
    return this.skills.delete(caller, params.skill_id);
  }
}
