import type { Principal } from '../principal';

export interface VerifyOptions {
  /**
   * About which credentials the store may be asked: about `none`, so that memory answers; about those that were
   * good not long ago (`known`), as the address has failed too often for guesses; or about `any`.
   */
  readonly ask: 'none' | 'known' | 'any';
}

/** Principal of a good token, `null` for a bad one. A rejection means that the store could not be asked. */
export type VerifyResult = Principal | null;

/** Checks one kind of bearer token. */
export interface TokenVerifier {
  /** @returns whether the token is of this kind, by its look */
  accepts(token: string): boolean;
  /**
   * @throws (rejects) if the store cannot be reached, never for a bad token; with an ApiException if the token is
   *   good and its holder has no place here
   */
  verify(token: string, options: VerifyOptions): VerifyResult | Promise<VerifyResult>;
}
