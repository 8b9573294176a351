import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CsrfTokens, isSameOrigin } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { CSRF_FIELD } from '../pages/fields';
import { FormRefused } from './form-refused';
import { fieldOf } from './form-fields';

/**
 * Lets only forms through that came from a page of ours in the same browser. Three things have to hold: the
 * origin, the token that the page carried, and (in `Interactions`, `BrowserSessions`) a cookie that other sites
 * cannot send along.
 */
@Injectable()
export class FormGuard {
  constructor(
    private readonly tokens: CsrfTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws FormRefused for a form of another site */
  requireOwnOrigin(request: Request): void {
    if (!isSameOrigin(request, this.config.publicUrl)) throw new FormRefused('form of another origin');
  }

  /**
   * @param binding what the page was made for
   * @throws FormRefused without the token of that page
   */
  requireToken(request: Request, binding: string): void {
    if (!this.tokens.isValid(binding, fieldOf(request, CSRF_FIELD))) {
      throw new FormRefused('form without the token of its page');
    }
  }

  /** @returns the token for a page */
  tokenFor(binding: string): string {
    return this.tokens.issue(binding);
  }
}
