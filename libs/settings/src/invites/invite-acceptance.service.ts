import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BrowserSessions, Invites, TeamMembers } from '@app/auth';
import type { OpenInvite } from '@app/auth';
import { ApiException } from '@app/errors';
import { noteAct } from '@app/telemetry';
import { PageRequests } from '../session/page-requests.service';
import type { AcceptedView } from './invites.schemas';

const OVER = 'This invite was used or revoked, or has run out. Ask for another one.';
const OF_ANOTHER = 'This invite is for another address. Sign in with the address that was invited.';
const IS_MEMBER = 'You are in this team already.';

/** Takes the invited person into the team. The link alone is not enough: whoever has it must be that person. */
@Injectable()
export class InviteAcceptance {
  constructor(
    private readonly pages: PageRequests,
    private readonly sessions: BrowserSessions,
    private readonly members: TeamMembers,
    private readonly invites: Invites,
  ) {}

  /** @throws ApiException invalid_token, not_found; forbidden for anybody else; already_exists for a member */
  async accept(request: Request, token: string): Promise<AcceptedView> {
    const { session, user } = await this.pages.requirePerson(request);
    this.pages.requireToken(request);
    const invite = await this.invites.byToken(token);
    if (!invite) throw notThere();
    const { teamId, role } = invite;
    if (user.email.toLowerCase() !== invite.email.toLowerCase())
      throw new ApiException('forbidden', { message: OF_ANOTHER });
    await this.join(invite, user.id);
    await this.sessions.setTeam(session, teamId);
    noteAct(request, {
      operationId: 'settings_accept_invite',
      teamId,
      userId: user.id,
      sessionId: session.id,
      targets: { invite_id: invite.id },
    });
    return { team: { id: teamId, name: invite.teamName, role } };
  }

  /** An invite serves once, and not at all once its maker may not give it any more. */
  private join({ id, teamId, role }: OpenInvite, userId: string): Promise<void> {
    return this.members.hold(teamId, async () => {
      if (!(await this.invites.end(teamId, id))) throw notThere();
      if (!(await this.members.add(teamId, userId, role)))
        throw new ApiException('already_exists', { message: IS_MEMBER });
    });
  }
}

const notThere = (): ApiException => new ApiException('not_found', { message: OVER });
