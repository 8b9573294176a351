import { Body, Controller, Delete, Get, Param, Patch, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Caller, KIB, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { doneReply } from '../fields.schemas';
import { MemberSettings } from './member-settings.service';
import { changeRoleBody, memberParam, memberReply, membersQuery, membersReply } from './members.schemas';
import type { ChangeRoleBody, MemberParam, MembersQuery } from './members.schemas';

@ApiTags('members')
@Controller('api/settings/members')
export class MembersController {
  constructor(private readonly members: MemberSettings) {}

  @Get()
  @Surface({
    id: 'settings_list_members',
    access: 'session',
    permission: 'members:read',
    document: {
      summary: 'List members',
      description: 'The people of the current team, by name.',
      response: { 200: membersReply },
    },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: membersQuery }) query: MembersQuery) {
    return this.members.list(caller, query);
  }

  @Patch(':user_id')
  @Surface({
    id: 'settings_change_role',
    access: 'session',
    permission: 'members:update_role',
    bodyLimit: 16 * KIB,
    document: {
      summary: 'Change a role',
      description:
        'Give a member another role, never above one’s own and never to somebody above. It holds at once, for keys and tokens in use too.',
      response: { 200: memberReply },
      errors: ['role_too_high', 'not_found', 'last_owner'],
    },
  })
  changeRole(
    @Caller() caller: CallerContext,
    @Param({ schema: memberParam }) { user_id: id }: MemberParam,
    @Body({ schema: changeRoleBody }) body: ChangeRoleBody,
  ) {
    return this.members.changeRole(caller, id, body);
  }

  @Delete(':user_id')
  @Surface({
    id: 'settings_remove_member',
    access: 'session',
    permission: 'members:remove',
    document: {
      summary: 'Remove a member',
      description:
        'Take somebody out of the team. Their keys and connected apps for it end, invites that they made are withdrawn, and connections that they own are broken.',
      response: { 200: doneReply },
      errors: ['step_up_required', 'role_too_high', 'not_found', 'last_owner'],
    },
  })
  remove(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Param({ schema: memberParam }) { user_id: id }: MemberParam,
  ) {
    return this.members.remove(caller, request, id);
  }
}
