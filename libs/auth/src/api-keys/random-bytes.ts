/** Injection token of the source of random bytes (`RandomBytes`). */
export const RANDOM_BYTES = Symbol('RANDOM_BYTES');
