import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Accounts } from './accounts.service';
import { pathsOf } from './interaction-paths';
import type { PageAnswer } from './page-answer';
import { SignedInForm } from './signed-in-form.service';

/** "Not you? Use another account": whoever is signed in is signed out, and the same request asks again. */
@Injectable()
export class SwitchAccount {
  constructor(
    private readonly forms: SignedInForm,
    private readonly accounts: Accounts,
  ) {}

  async submit(request: Request, response: Response): Promise<PageAnswer> {
    const { interaction } = await this.forms.of(request, response);
    await this.accounts.end(request, response);
    return { seeOther: pathsOf(interaction.uid).page };
  }
}
