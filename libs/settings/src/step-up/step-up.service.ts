import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BrowserSessions } from '@app/auth';
import type { BrowserSession } from '@app/auth';
import { ApiException } from '@app/errors';
import { PageRequests } from '../session/page-requests.service';
import { PasswordCheck } from '../session/password-check.service';
import type { ProveBody, ProveView } from './step-up.schemas';

/** How old the last proof may be where a lasting credential is made or ended, in seconds. */
export const STEP_UP_SECONDS = 15 * 60;

const BY_PASSWORD = 'password';
const BY_SIGN_IN = 'sign_in';
const SAID = {
  [BY_PASSWORD]: 'You signed in some time ago. Prove that it is you with your password.',
  [BY_SIGN_IN]: 'You signed in some time ago. Sign out, and sign in again at your identity provider.',
} as const;

/** Asks people who signed in a while ago to prove again who they are: an open browser must not be enough. */
@Injectable()
export class StepUp {
  constructor(
    private readonly pages: PageRequests,
    private readonly sessions: BrowserSessions,
    private readonly passwords: PasswordCheck,
  ) {}

  /** @throws ApiException step_up_required, whose details say how; invalid_token */
  async require(request: Request): Promise<void> {
    const { session } = await this.pages.requirePerson(request);
    if (await this.sessions.isProven(session, STEP_UP_SECONDS)) return;
    const how = this.wayOf(session);
    throw new ApiException('step_up_required', {
      message: SAID[how],
      details: [{ field: 'session', code: how, message: SAID[how] }],
    });
  }

  /** @throws ApiException forbidden for a wrong password, and where there is none; rate_limited */
  async prove(request: Request, { password }: ProveBody): Promise<ProveView> {
    const { session, user } = await this.pages.requirePerson(request);
    if (this.wayOf(session) === BY_SIGN_IN)
      throw new ApiException('forbidden', { message: SAID[BY_SIGN_IN] });
    await this.passwords.prove(request, user, password);
    const provenAt = await this.sessions.prove(session);
    return {
      authenticated_at: provenAt.toISOString(),
      fresh_until: new Date(provenAt.getTime() + STEP_UP_SECONDS * 1000).toISOString(),
    };
  }

  /** Whoever came from an identity provider may have no password here, or one that is meant for nobody. */
  private wayOf({ amr }: BrowserSession): typeof BY_PASSWORD | typeof BY_SIGN_IN {
    return amr.includes('pwd') ? BY_PASSWORD : BY_SIGN_IN;
  }
}
