import type { User } from '../users/user-directory.service';

/** What an identity provider says about a person, already verified by whoever calls. */
export interface IdentityClaims {
  /** As in the claim `iss`, byte for byte. */
  readonly issuer: string;
  /** As in the claim `sub`: who it is, for ever. Nothing else identifies a person. */
  readonly subject: string;
  readonly email?: string | undefined;
  /** Whether the provider vouches for the address. */
  readonly emailVerified?: boolean | undefined;
  readonly name?: string | undefined;
  /** Values of the claim `JIT_CLAIM`. */
  readonly values: readonly string[];
}

/**
 * Why somebody may not come in.
 *
 * - `unknown_person`: not linked to a user, and no rule takes people like this one in.
 * - `unverified_email`: there is no address that the provider vouches for, and one is needed.
 * - `domain`: the address is of none of the allowed domains.
 * - `disabled`: the user is switched off.
 */
export type IdentityRefusal = 'unknown_person' | 'domain' | 'unverified_email' | 'disabled';

export type IdentityOutcome =
  | { readonly outcome: 'signed_in'; readonly user: User }
  | { readonly outcome: 'refused'; readonly reason: IdentityRefusal };
