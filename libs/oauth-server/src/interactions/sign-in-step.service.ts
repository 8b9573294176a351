import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { askingAppOf } from '../pages/asking-app';
import { continuePage } from '../pages/continue.page';
import { waitInWords } from '../pages/display-text';
import type { Interaction } from '../provider/interaction';
import { Interactions } from '../provider/interactions';
import { Accounts } from './accounts.service';
import { AuditedSignIn } from './audited-sign-in.service';
import { fieldOf } from './form-fields';
import { FormGuard } from './form-guard.service';
import type { PageAnswer, ShownPage } from './page-answer';
import { signInBindingOf, SignInView } from './sign-in-view.service';
import type { SignInProblem } from './sign-in-view.service';

/** A person says who they are, so that a request for access can go on. */
@Injectable()
export class SignInStep {
  constructor(
    private readonly interactions: Interactions,
    private readonly signIn: AuditedSignIn,
    private readonly accounts: Accounts,
    private readonly guard: FormGuard,
    private readonly view: SignInView,
  ) {}

  /** Takes the form: email and password, or the wish to leave. */
  async submit(request: Request, response: Response): Promise<PageAnswer> {
    this.guard.requireOwnOrigin(request);
    const interaction = await this.interactions.of(request, response);
    this.guard.requireToken(request, signInBindingOf(interaction));
    if (fieldOf(request, 'action') === 'cancel') return this.leave(request, response, interaction);
    if (!this.view.takesPasswords) return this.refuse(interaction, 400, { problem: ONLY_UPSTREAM });
    const email = fieldOf(request, 'email')?.trim() ?? '';
    const password = fieldOf(request, 'password') ?? '';
    if (email === '' || password === '') {
      return this.refuse(interaction, 400, { email, problem: 'Enter both your email and your password.' });
    }
    const result = await this.signIn.withPassword(request, email, password);
    switch (result.outcome) {
      case 'refused':
        return this.refuse(interaction, 400, { email, problem: REFUSED });
      case 'limited':
        return this.limited(interaction, email, result.retryAfterMs);
      case 'signed_in':
        return this.goOn(request, response, { userId: result.user.id, amr: ['pwd'] });
    }
  }

  private async goOn(
    request: Request,
    response: Response,
    who: { readonly userId: string; readonly amr: readonly string[] },
  ): Promise<PageAnswer> {
    await this.accounts.begin(request, response, who);
    // Consent always comes next, so this chain of redirects ends with a page of ours; see page-headers.ts.
    return { seeOther: await this.interactions.finishSignIn(request, response, who) };
  }

  private async leave(request: Request, response: Response, interaction: Interaction): Promise<PageAnswer> {
    const url = await this.interactions.deny(request, response);
    const app = askingAppOf(interaction.client);
    return { page: continuePage({ app, outcome: 'denied', url }), isLast: true };
  }

  private async limited(interaction: Interaction, email: string, waitMs: number): Promise<ShownPage> {
    const problem = `Too many tries. Try again in ${waitInWords(waitMs)}.`;
    const shown = await this.refuse(interaction, 429, { email, problem });
    return { ...shown, headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } };
  }

  private async refuse(interaction: Interaction, status: number, problem: SignInProblem): Promise<ShownPage> {
    return { ...(await this.view.show(interaction, problem)), status };
  }
}

const REFUSED =
  'Email or password is wrong. Check both and try again; an admin of your team can set a new password.';
const ONLY_UPSTREAM = 'Passwords are not used here. Sign in with the button.';
