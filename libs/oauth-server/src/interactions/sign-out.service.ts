import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { signedOutPage, signOutPage } from '../pages/sign-out.page';
import { Accounts } from './accounts.service';
import type { Account } from './accounts.service';
import { fieldOf } from './form-fields';
import { FormGuard } from './form-guard.service';
import { SIGN_OUT_PATH } from './interaction-paths';
import type { PageAnswer } from './page-answer';
import { LibrarySessions } from './library-sessions.service';
import { returnPathOf } from './return-path';

/** Ends the browser session, after a question: a link on another site must not sign anybody out. */
@Injectable()
export class SignOut {
  constructor(
    private readonly accounts: Accounts,
    private readonly librarySessions: LibrarySessions,
    private readonly guard: FormGuard,
  ) {}

  async show(request: Request): Promise<PageAnswer> {
    const account = await this.accounts.of(request);
    if (!account) return { page: signedOutPage(), isLast: true };
    return {
      page: signOutPage({
        person: account.user,
        action: SIGN_OUT_PATH,
        csrfToken: this.guard.tokenFor(bindingOf(account)),
        returnTo: returnPathOf(request.query.return_to),
      }),
    };
  }

  async submit(request: Request, response: Response): Promise<PageAnswer> {
    this.guard.requireOwnOrigin(request);
    const account = await this.accounts.of(request);
    if (account) {
      this.guard.requireToken(request, bindingOf(account));
      await this.accounts.end(request, response);
      await this.librarySessions.end(request, response);
    }
    return { seeOther: returnPathOf(fieldOf(request, 'return_to')) ?? SIGN_OUT_PATH };
  }
}

const bindingOf = ({ session }: Account): string => `sign_out:${session.id}`;
