import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { listMembersQuery, membersReply, profileReply, rolesReply, teamReply } from './identity.schemas';
import type { ListMembersQuery } from './identity.schemas';
import { IdentityService } from './identity.service';
import { limitsReply } from './limits.schemas';

@ApiTags('identity')
@Controller('v1')
export class IdentityController {
  constructor(private readonly identity: IdentityService) {}

  @Get('profile')
  @Operation({
    id: 'get_profile',
    summary: 'Who am I',
    description:
      'Get the user behind this credential, with role and team, and the credential itself. Use it first to learn your own user id and role; list_roles says what the role permits.',
    permission: 'any',
    hint: 'R',
    response: { 200: profileReply },
  })
  profile(@Caller() caller: CallerContext) {
    return this.identity.profile(caller);
  }

  @Get('team')
  @Operation({
    id: 'get_team',
    summary: 'Get the team',
    description:
      'Get the team this credential works in: name, your role, number of members. Every other operation acts on this team alone. For the people in it use list_team_members.',
    permission: 'team:read',
    hint: 'R',
    response: { 200: teamReply },
  })
  team(@Caller() caller: CallerContext) {
    return this.identity.team(caller);
  }

  @Get('team/members')
  @Operation({
    id: 'list_team_members',
    summary: 'List team members',
    description:
      'List the people of the team by name, with email and role. Use it to turn a name into a user id, for filters such as created_by in list_agents.',
    permission: 'members:read',
    hint: 'R',
    response: { 200: membersReply },
  })
  members(@Caller() caller: CallerContext, @Query({ schema: listMembersQuery }) query: ListMembersQuery) {
    return this.identity.members(caller, query);
  }

  @Get('roles')
  @Operation({
    id: 'list_roles',
    summary: 'List roles',
    description:
      'List the six roles with their permissions; scope own means only what the user created. Use it after a 403 forbidden to see which role would be allowed. Your own role is in get_profile.',
    permission: 'any',
    hint: 'R',
    response: { 200: rolesReply },
  })
  roles() {
    return this.identity.roles();
  }

  @Get('limits')
  @Operation({
    id: 'get_limits',
    summary: 'Get limits and current use',
    description:
      'Get the rate limits that apply to you with what remains of them, size limits in bytes, simultaneous runs and sandboxes, and storage used. Use it after 429, 413 or 507, or before bulk work.',
    permission: 'any',
    hint: 'R',
    response: { 200: limitsReply },
  })
  limits(@Caller() caller: CallerContext) {
    return this.identity.effectiveLimits(caller);
  }
}
