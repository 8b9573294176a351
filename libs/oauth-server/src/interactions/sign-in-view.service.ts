import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { askingAppOf } from '../pages/asking-app';
import { signInPage } from '../pages/sign-in.page';
import type { SignInPageParts } from '../pages/sign-in.page';
import type { Interaction } from '../provider/interaction';
import { DemoHint } from './demo-hint.service';
import { FormGuard } from './form-guard.service';
import { pathsOf } from './interaction-paths';
import type { ShownPage } from './page-answer';

export type SignInProblem = Pick<SignInPageParts, 'email' | 'problem'>;

/** What the token of a sign-in page is bound to: one request for access, whose cookie is bound to the browser. */
export const signInBindingOf = ({ uid }: Interaction): string => `sign_in:${uid}`;

/** Shows the ways to sign in that this server offers. */
@Injectable()
export class SignInView {
  constructor(
    private readonly guard: FormGuard,
    private readonly hint: DemoHint,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  get takesPasswords(): boolean {
    return !this.config.upstream?.only;
  }

  /** @param problem what was wrong with the form that was sent before */
  async show(interaction: Interaction, problem: SignInProblem = {}): Promise<ShownPage> {
    const { upstream } = this.config;
    const paths = pathsOf(interaction.uid);
    return {
      page: signInPage({
        app: askingAppOf(interaction.client),
        action: paths.signIn,
        csrfToken: this.guard.tokenFor(signInBindingOf(interaction)),
        withPassword: this.takesPasswords,
        upstream: upstream && { name: upstream.name, path: paths.upstream },
        hint: await this.hint.text(),
        ...problem,
      }),
    };
  }
}
