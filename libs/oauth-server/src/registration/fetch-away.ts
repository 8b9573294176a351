/**
 * What a client names could not be had for the moment: nobody answers there, or it is too much for now. Whoever asks
 * again later may have better luck, so it is no reason to say that the client is unknown.
 */
export class FetchAway extends Error {}

/** @returns whether a failure comes from one; the library wraps those of its fetches */
export function isFetchAway(error: unknown): boolean {
  let current = error;
  while (current instanceof Error && !(current instanceof FetchAway)) current = current.cause;
  return current instanceof FetchAway;
}
