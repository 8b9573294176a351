import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Clock } from '../clock';
import type { AuthzSubject } from '../invalidation/authz-subject';
import type { Principal } from '../principal';

interface Known {
  readonly principal: Principal;
  readonly until: number;
}

const MAX_ENTRIES = 10_000;

/** How long a good credential is one that the store is asked about again from an address that guesses, in milliseconds. */
const KNOWN_MS = 12 * 3_600_000;

/**
 * What checking a credential gave, by the hash of the credential, for a few seconds.
 *
 * - Good and bad credentials have room apart, so that a flood of made-up keys cannot push out good ones.
 * - Which credentials were good is remembered for longer, without what they may: a neighbour that guesses keys from
 *   the same address must not lock them out.
 * - A time to live of at most 5 s bounds what a lost invalidation can cost.
 * - `epoch` moves with every invalidation: an answer that was asked for before it is not remembered after it.
 */
@Injectable()
export class CredentialCache {
  private readonly good = new LRUCache<string, Known>({ max: MAX_ENTRIES });
  private readonly bad = new LRUCache<string, number>({ max: MAX_ENTRIES });
  private readonly knownUntil = new LRUCache<string, number>({ max: MAX_ENTRIES });
  private currentEpoch = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  get epoch(): number {
    return this.currentEpoch;
  }

  /** @returns the Principal, `null` for a credential known to be bad, `undefined` if nothing is known */
  get(hash: string): Principal | null | undefined {
    const now = this.clock.now();
    const known = this.good.get(hash);
    if (known) return known.until > now ? known.principal : undefined;
    const badUntil = this.bad.get(hash);
    return badUntil !== undefined && badUntil > now ? null : undefined;
  }

  /** @returns whether the credential was good when it was last looked at, some hours ago at most */
  wasGood(hash: string): boolean {
    return (this.knownUntil.get(hash) ?? 0) > this.clock.now();
  }

  /** Remembers the answer of a check that began in `epoch`. */
  set(hash: string, principal: Principal | null, epoch: number): void {
    if (principal) this.knownUntil.set(hash, this.clock.now() + KNOWN_MS);
    else this.knownUntil.delete(hash);
    if (epoch !== this.currentEpoch || this.config.credentialCacheMs === 0) return;
    const until = this.clock.now() + this.config.credentialCacheMs;
    if (principal) {
      const expiresAt = principal.credential.expiresAt?.getTime() ?? Infinity;
      this.good.set(hash, { principal, until: Math.min(until, expiresAt) });
    } else {
      this.good.delete(hash);
      this.bad.set(hash, until);
    }
  }

  /** Forgets everything that depends on the subject. */
  drop(subject: AuthzSubject): void {
    this.currentEpoch += 1;
    const [kind, id = ''] = subject.split(':');
    if (kind === 'key') {
      this.good.delete(id);
      this.bad.delete(id);
      return;
    }
    // A bad credential may have become good (a user enabled again), and nothing tells whose it is.
    this.bad.clear();
    if (kind === 'all') {
      this.good.clear();
      return;
    }
    for (const [hash, { principal }] of this.good.entries()) {
      if ((kind === 'user' ? principal.userId : principal.teamId) === id) this.good.delete(hash);
    }
  }
}
