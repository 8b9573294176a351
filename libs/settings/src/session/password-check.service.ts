import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AddressLimiter, Clock, unauthenticatedLimit } from '@app/auth';
import type { User } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException } from '@app/errors';
import { AuditedSignIn } from '@app/oauth-server';

const REFUSED =
  'Email or password is wrong. Check both and try again; an admin of your team can set a new password.';
const WRONG = 'The password is wrong. Check it and try again.';
const ONLY_UPSTREAM = 'Passwords are not used here. Sign in at the identity provider.';

/** A password, tried over the API. Tries count as they do on the sign-in page, per account and per address. */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly signIn: AuditedSignIn,
    private readonly addresses: AddressLimiter,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ApiException invalid_token for whatever is wrong with the two; rate_limited, forbidden */
  async personOf(request: Request, email: string, password: string): Promise<User> {
    const user = await this.try(request, email, password);
    if (!user) throw new ApiException('invalid_token', { message: REFUSED });
    return user;
  }

  /**
   * The same of somebody who is signed in, and stays so after a mistake.
   * @throws ApiException forbidden for a wrong password; rate_limited
   */
  async prove(request: Request, { id, email }: User, password: string): Promise<void> {
    const user = await this.try(request, email, password);
    if (user?.id !== id) throw new ApiException('forbidden', { message: WRONG });
  }

  private async try(request: Request, email: string, password: string): Promise<User | undefined> {
    if (this.config.upstream?.only) throw new ApiException('forbidden', { message: ONLY_UPSTREAM });
    const address = request.ip ?? '';
    const blockedMs = this.addresses.blockedFor(address);
    if (blockedMs > 0) throw this.limited(blockedMs);
    const result = await this.signIn.withPassword(request, email, password);
    switch (result.outcome) {
      case 'limited':
        throw this.limited(result.retryAfterMs);
      case 'refused':
        void this.addresses.charge(address);
        return undefined;
      case 'signed_in':
        return result.user;
    }
  }

  private limited(waitMs: number): ApiException {
    return unauthenticatedLimit(this.config, waitMs, this.clock.now());
  }
}
