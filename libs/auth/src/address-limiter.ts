/**
 * Limits what an address may try without a valid credential. Declared here because authentication asks it,
 * implemented by the rate limiter, which in turn knows principals.
 */
export abstract class AddressLimiter {
  /** @returns for how many milliseconds the address is still blocked, from memory; 0 if it is not */
  abstract blockedFor(address: string): number;
  /** Counts one request without a valid credential. Never throws: a lost store is counted locally. */
  abstract charge(address: string): Promise<void>;
  /**
   * Counts one try to sign in to an account from an address.
   * @param isKnownBrowser whether somebody signed in to this account there before; others share what an account has
   * @returns milliseconds until a try is admitted; 0 if this one is
   */
  abstract chargeSignIn(account: string, address: string, isKnownBrowser: boolean): Promise<number>;
}
