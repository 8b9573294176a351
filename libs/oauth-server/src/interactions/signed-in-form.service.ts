import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiException } from '@app/errors';
import type { Interaction } from '../provider/interaction';
import { Interactions } from '../provider/interactions';
import { Accounts } from './accounts.service';
import type { Account } from './accounts.service';
import { FormGuard } from './form-guard.service';

/** Checks a form of the consent page: ours, of this browser, and of the person to whom it was shown. */
@Injectable()
export class SignedInForm {
  constructor(
    private readonly interactions: Interactions,
    private readonly accounts: Accounts,
    private readonly guard: FormGuard,
  ) {}

  /**
   * @throws FormRefused for a form that is not ours
   * @throws ApiException `invalid_request` before anybody has signed in, or after they have signed out
   */
  async of(request: Request, response: Response): Promise<{ interaction: Interaction; account: Account }> {
    this.guard.requireOwnOrigin(request);
    const interaction = await this.interactions.of(request, response);
    const account = await this.accounts.of(request);
    if (interaction.prompt !== 'consent' || !account || account.user.id !== interaction.userId) {
      throw new ApiException('invalid_request', { log: 'consent of somebody who is not signed in' });
    }
    this.guard.requireToken(request, SignedInForm.bindingOf(interaction, account));
    return { interaction, account };
  }

  /**
   * Not bound to the session: a person who signs in again in another tab has a new one, and both tabs go on.
   *
   * @returns what the token of a consent page is bound to: the request for access, and the person who saw it
   */
  static bindingOf({ uid }: Interaction, { user }: Account): string {
    return `consent:${uid}:${user.id}`;
  }
}
