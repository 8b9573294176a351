import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BrowserSessions, csrfBindingOf, CsrfTokens, UserDirectory } from '@app/auth';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { noteAct } from '@app/telemetry';
import { PageRequests } from './page-requests.service';
import type { SignedIn } from './page-requests.service';
import { toMeView } from './session.schemas';
import type { CurrentTeamBody, MeView } from './session.schemas';

/** Who is signed in, and the team in which they act. */
@Injectable()
export class Me {
  constructor(
    private readonly pages: PageRequests,
    private readonly sessions: BrowserSessions,
    private readonly users: UserDirectory,
    private readonly tokens: CsrfTokens,
  ) {}

  /** @throws ApiException invalid_token for whoever is not signed in */
  async show(request: Request): Promise<MeView> {
    return this.viewOf(await this.pages.requirePerson(request));
  }

  /** @throws ApiException not_found for a team that the person is not in; invalid_token, forbidden */
  async setCurrentTeam(request: Request, { team_id: id }: CurrentTeamBody): Promise<MeView> {
    const { session, user } = await this.pages.requirePerson(request);
    this.pages.requireToken(request);
    const memberships = await this.users.memberships(user.id);
    if (!memberships.some(({ teamId }) => teamId === id)) throw new ApiException('not_found');
    const teamId = asTeamId(id);
    await this.sessions.setTeam(session, teamId);
    const act = { operationId: 'settings_set_current_team', userId: user.id, teamId, sessionId: session.id };
    noteAct(request, act);
    return this.viewOf({ session: { ...session, teamId }, user });
  }

  private async viewOf({ session, user }: SignedIn): Promise<MeView> {
    const memberships = await this.users.memberships(user.id);
    return toMeView(session, user, memberships, this.tokens.issue(csrfBindingOf(session)));
  }
}
