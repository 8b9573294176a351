import { Controller, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Surface } from '@app/permissions';
import { InviteAcceptance } from './invite-acceptance.service';
import { acceptedReply, inviteTokenParam } from './invites.schemas';
import type { InviteTokenParam } from './invites.schemas';

/** Public as routes go: whoever is invited may be in no team yet. It asks for the session itself. */
@ApiTags('members')
@Controller('api/settings/invites')
export class AcceptInviteController {
  constructor(private readonly acceptance: InviteAcceptance) {}

  @Post(':invite_token/accept')
  @Surface({
    id: 'settings_accept_invite',
    access: 'public',
    document: {
      summary: 'Accept an invite',
      description: 'Join the team of an invite to one’s own address, and let the session act in it.',
      response: { 200: acceptedReply },
      errors: ['not_found', 'already_exists'],
    },
  })
  accept(
    @Req() request: Request,
    @Param({ schema: inviteTokenParam }) { invite_token: token }: InviteTokenParam,
  ) {
    return this.acceptance.accept(request, token);
  }
}
