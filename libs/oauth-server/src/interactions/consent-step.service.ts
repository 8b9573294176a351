import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { UserDirectory } from '@app/auth';
import type { Membership, Scope } from '@app/auth';
import { asTeamId } from '@app/database';
import { noteAct } from '@app/telemetry';
import { askingAppOf } from '../pages/asking-app';
import { consentPage } from '../pages/consent.page';
import type { ConsentPageParts } from '../pages/consent.page';
import { continuePage } from '../pages/continue.page';
import { noTeamPage } from '../pages/no-team.page';
import { isNarrowable, WRITE_FIELD } from '../pages/scope-choice';
import { TEAM_FIELD } from '../pages/team-choice';
import type { Interaction } from '../provider/interaction';
import { Interactions } from '../provider/interactions';
import type { Account } from './accounts.service';
import { fieldOf } from './form-fields';
import { FormGuard } from './form-guard.service';
import { pathsOf } from './interaction-paths';
import type { PageAnswer, ShownPage } from './page-answer';
import { SignedInForm } from './signed-in-form.service';

/** A person decides whether an app may act for them, in which team, and what for. */
@Injectable()
export class ConsentStep {
  constructor(
    private readonly interactions: Interactions,
    private readonly users: UserDirectory,
    private readonly guard: FormGuard,
    private readonly forms: SignedInForm,
  ) {}

  /** @returns the page with the decision; for somebody without a team, the page that says whom to ask */
  async show(interaction: Interaction, account: Account): Promise<ShownPage> {
    const teams = await this.users.memberships(account.user.id);
    return this.page(interaction, account, teams);
  }

  /** Takes the decision. */
  async submit(request: Request, response: Response): Promise<PageAnswer> {
    const { interaction, account } = await this.forms.of(request, response);
    const app = askingAppOf(interaction.client);
    const decision = fieldOf(request, 'decision');
    if (decision === 'deny') {
      const url = await this.interactions.deny(request, response);
      return { page: continuePage({ app, outcome: 'denied', url }), isLast: true };
    }
    const teams = await this.users.memberships(account.user.id);
    const withWrite = !isNarrowable(interaction.scopes) || fieldOf(request, WRITE_FIELD) === 'yes';
    const team = teams.find(({ teamId }) => teamId === fieldOf(request, TEAM_FIELD));
    if (decision !== 'approve' || !team) {
      const problem = team ? 'Choose Allow or Deny.' : 'Choose a team.';
      const chosen = { teamId: team?.teamId, withWrite };
      return { status: 400, ...this.page(interaction, account, teams, { chosen, problem }) };
    }
    const url = await this.interactions.approve(request, response, {
      userId: account.user.id,
      teamId: asTeamId(team.teamId),
      scopes: narrowed(interaction.scopes, withWrite),
    });
    noteAct(request, {
      operationId: 'oauth_consent',
      userId: account.user.id,
      teamId: team.teamId,
      sessionId: account.session.id,
      clientId: interaction.client.id,
    });
    return { page: continuePage({ app, outcome: 'approved', url }), isLast: true };
  }

  private page(
    interaction: Interaction,
    account: Account,
    teams: readonly Membership[],
    again: Pick<ConsentPageParts, 'chosen' | 'problem'> = {},
  ): ShownPage {
    const paths = pathsOf(interaction.uid);
    const parts = {
      app: askingAppOf(interaction.client),
      person: account.user,
      action: paths.consent,
      switchAction: paths.switchAccount,
      csrfToken: this.guard.tokenFor(SignedInForm.bindingOf(interaction, account)),
    };
    if (teams.length === 0) return { page: noTeamPage(parts), status: 403 };
    return { page: consentPage({ ...parts, scopes: interaction.scopes, teams, ...again }) };
  }
}

function narrowed(scopes: readonly Scope[], withWrite: boolean): readonly Scope[] {
  return withWrite ? scopes : scopes.filter((scope) => scope !== 'mcp:write');
}
