import { LRUCache } from 'lru-cache';
import type { Claims } from '../federation/claims';

/** How long the signature of a token is believed without another look, in milliseconds. */
const BELIEVED_MS = 60_000;
const MAX_ENTRIES = 10_000;

interface Known {
  readonly claims: Claims;
  readonly until: number;
}

/**
 * Claims of tokens whose signature was good, by the hash of the token. What the signature does not say (whether
 * the user is enabled, the role) is asked for anew as for every credential.
 */
export class VerifiedClaims {
  private readonly known = new LRUCache<string, Known>({ max: MAX_ENTRIES });

  /** @param now in milliseconds */
  get(hash: string, now: number): Claims | undefined {
    const found = this.known.get(hash);
    return found && found.until > now ? found.claims : undefined;
  }

  /** @param now in milliseconds */
  set(hash: string, claims: Claims, now: number): void {
    const expiresAt = typeof claims.exp === 'number' ? claims.exp * 1000 : now;
    this.known.set(hash, { claims, until: Math.min(expiresAt, now + BELIEVED_MS) });
  }
}
