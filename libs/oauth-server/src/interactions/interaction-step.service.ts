import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrowserSessions } from '@app/auth';
import type { BrowserSession } from '@app/auth';
import type { Interaction } from '../provider/interaction';
import { Interactions } from '../provider/interactions';
import { Accounts } from './accounts.service';
import { ConsentStep } from './consent-step.service';
import type { PageAnswer } from './page-answer';
import { SignInView } from './sign-in-view.service';

/** How long after signing in a person need not do it again to connect an app, in seconds. */
const SIGN_IN_AGAIN_AFTER = 12 * 60 * 60;

/** Decides which page a request for access needs next. */
@Injectable()
export class InteractionStep {
  constructor(
    private readonly interactions: Interactions,
    private readonly accounts: Accounts,
    private readonly sessions: BrowserSessions,
    private readonly signIn: SignInView,
    private readonly consent: ConsentStep,
  ) {}

  async show(request: Request, response: Response): Promise<PageAnswer> {
    const interaction = await this.interactions.of(request, response);
    const account = await this.accounts.of(request);
    if (interaction.prompt === 'consent') {
      // Consent is given by the person who is signed in now, not by whoever was when the request came.
      const isSamePerson = account && account.user.id === interaction.userId;
      return isSamePerson ? this.consent.show(interaction, account) : this.signIn.show(interaction);
    }
    if (!account || !this.isFresh(interaction, account.session)) return this.signIn.show(interaction);
    const { session, user } = account;
    const who = { userId: user.id, amr: session.amr };
    return { seeOther: await this.interactions.finishSignIn(request, response, who) };
  }

  private isFresh(interaction: Interaction, session: BrowserSession): boolean {
    return !interaction.signInAgain && this.sessions.isFresh(session, SIGN_IN_AGAIN_AFTER);
  }
}
