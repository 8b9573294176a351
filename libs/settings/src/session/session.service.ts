import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Accounts, FEDERATION_START_PATH, LibrarySessions } from '@app/oauth-server';
import { PageRequests } from './page-requests.service';
import { PasswordCheck } from './password-check.service';
import type { SignInBody, SignInWaysView } from './session.schemas';

const DONE = { success: true } as const;

/** Signing in to the dashboard and out of it. */
@Injectable()
export class DashboardSession {
  constructor(
    private readonly pages: PageRequests,
    private readonly passwords: PasswordCheck,
    private readonly accounts: Accounts,
    private readonly librarySessions: LibrarySessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What the page at the door offers; anybody may ask, as anybody may see the page. */
  ways(): SignInWaysView {
    const { upstream } = this.config;
    return {
      password: !upstream?.only,
      identity_provider: upstream ? { name: upstream.name, start_path: FEDERATION_START_PATH } : null,
    };
  }

  /** Another site must not sign anybody in to an account of its own. @throws ApiException */
  async signIn(request: Request, response: Response, { email, password }: SignInBody): Promise<typeof DONE> {
    this.pages.requireOwnOrigin(request);
    const user = await this.passwords.personOf(request, email, password);
    await this.accounts.begin(request, response, { userId: user.id, amr: ['pwd'] });
    return DONE;
  }

  /** Whoever is not signed in is signed out. @throws ApiException forbidden for another site */
  async signOut(request: Request, response: Response): Promise<typeof DONE> {
    if (await this.pages.personOf(request)) {
      this.pages.requireToken(request);
      await this.accounts.end(request, response);
      if (!this.config.oauth.external) await this.librarySessions.end(request, response);
    }
    return DONE;
  }
}
