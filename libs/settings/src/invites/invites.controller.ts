import { Body, Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Caller, KIB, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { doneReply, pageQuery } from '../fields.schemas';
import type { PageQuery } from '../fields.schemas';
import { InviteSettings } from './invite-settings.service';
import { createInviteBody, inviteParam, inviteReply, invitesReply, madeInviteReply } from './invites.schemas';
import type { CreateInviteBody, InviteParam } from './invites.schemas';

@ApiTags('members')
@Controller('api/settings/members/invites')
export class InvitesController {
  constructor(private readonly invites: InviteSettings) {}

  @Get()
  @Surface({
    id: 'settings_list_invites',
    access: 'session',
    permission: 'members:invite',
    document: {
      summary: 'List invites',
      description: 'Invites to the current team that wait to be accepted or have run out, the newest first.',
      response: { 200: invitesReply },
    },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.invites.list(caller, query);
  }

  @Post()
  @Surface({
    id: 'settings_create_invite',
    access: 'session',
    permission: 'members:invite',
    bodyLimit: 16 * KIB,
    document: {
      summary: 'Invite somebody',
      description:
        'Make a link with which the person of an address joins the current team, for 7 days and once. Nothing is sent: pass the link on yourself.',
      response: { 201: madeInviteReply },
      errors: ['role_too_high', 'already_exists'],
    },
  })
  create(
    @Caller() caller: CallerContext,
    @Res({ passthrough: true }) response: Response,
    @Body({ schema: createInviteBody }) body: CreateInviteBody,
  ) {
    response.setHeader('cache-control', 'no-store');
    return this.invites.create(caller, body);
  }

  @Get(':invite_id')
  @Surface({
    id: 'settings_get_invite',
    access: 'session',
    permission: 'members:invite',
    document: {
      summary: 'Get an invite',
      description: 'One invite, without its link.',
      response: { 200: inviteReply },
      errors: ['not_found'],
    },
  })
  show(@Caller() caller: CallerContext, @Param({ schema: inviteParam }) { invite_id: id }: InviteParam) {
    return this.invites.show(caller, id);
  }

  @Delete(':invite_id')
  @Surface({
    id: 'settings_revoke_invite',
    access: 'session',
    permission: 'members:invite',
    document: {
      summary: 'Revoke an invite',
      description: 'Make the link of an invite useless.',
      response: { 200: doneReply },
      errors: ['role_too_high', 'not_found'],
    },
  })
  revoke(@Caller() caller: CallerContext, @Param({ schema: inviteParam }) { invite_id: id }: InviteParam) {
    return this.invites.revoke(caller, id);
  }
}
