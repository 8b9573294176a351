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
        throw new ApiException('invalid_token', { message: REFUSED });
      case 'signed_in':
        return result.user;
    }
  }

  private limited(waitMs: number): ApiException {
    return unauthenticatedLimit(this.config, waitMs, this.clock.now());
  }
}
