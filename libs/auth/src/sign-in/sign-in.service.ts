import { Injectable } from '@nestjs/common';
import { AddressLimiter } from '../address-limiter';
import { HasherBusyError } from '../passwords/password-hasher';
import { Passwords } from '../passwords/passwords.service';
import type { User } from '../users/user-directory.service';

/** How long somebody waits whom the hasher had no time for, in milliseconds. */
const BUSY_RETRY_MS = 2_000;

export type SignInResult =
  | { readonly outcome: 'signed_in'; readonly user: User }
  /** Wrong password, unknown, disabled, no password: from outside all the same. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'limited'; readonly retryAfterMs: number };

/** Signing in with a password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly passwords: Passwords,
    private readonly addresses: AddressLimiter,
  ) {}

  /**
   * Tries are limited per account and address, so that nobody can lock others out of their account from elsewhere.
   * Over all addresses an account has tries too, so that it cannot be guessed from many; browsers in which somebody
   * signed in to it before do without, so that nobody is locked out of those.
   * An account that does not exist is limited like one that does. Once limited, the right password is not looked
   * at either: otherwise guessing could go on.
   *
   * @param input `address` is that of the client, `email` in any case
   */
  async withPassword(input: {
    email: string;
    password: string;
    address: string;
    isKnownBrowser?: boolean;
  }): Promise<SignInResult> {
    const account = input.email.toLowerCase();
    const isKnown = input.isKnownBrowser ?? false;
    const retryAfterMs = await this.addresses.chargeSignIn(account, input.address, isKnown);
    if (retryAfterMs > 0) return { outcome: 'limited', retryAfterMs };
    try {
      const user = await this.passwords.userOf(input.email, input.password);
      return user && !user.disabledAt ? { outcome: 'signed_in', user } : { outcome: 'refused' };
    } catch (error) {
      if (error instanceof HasherBusyError) return { outcome: 'limited', retryAfterMs: BUSY_RETRY_MS };
      throw error;
    }
  }
}
