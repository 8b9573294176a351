import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Clock } from '../clock';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import type { AuthzSubject } from '../invalidation/authz-subject';
import type { FoundSession } from './sessions.repository';

const MAX_ENTRIES = 10_000;

/**
 * Sessions that were found lately, by the hash of their id. What holds for credentials holds here: a few seconds
 * at most, forgotten with every change of rights, and nothing is remembered that was asked for before a change.
 */
@Injectable()
export class SessionCache {
  private readonly entries = new LRUCache<string, { found: FoundSession; until: number }>({
    max: MAX_ENTRIES,
  });
  private currentEpoch = 0;

  constructor(
    authz: AuthzInvalidation,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    authz.onDrop((subject) => this.drop(subject));
  }

  /** Moves with every change of rights. */
  get epoch(): number {
    return this.currentEpoch;
  }

  get(hash: string): FoundSession | undefined {
    const entry = this.entries.get(hash);
    return entry && entry.until > this.clock.now() ? entry.found : undefined;
  }

  /** Remembers what was asked for in `epoch`. */
  set(hash: string, found: FoundSession, epoch: number): void {
    if (epoch !== this.currentEpoch) return;
    const until = Math.min(
      this.clock.now() + this.config.credentialCacheMs,
      found.session.expiresAt.getTime(),
    );
    this.entries.set(hash, { found, until });
  }

  private drop(subject: AuthzSubject): void {
    this.currentEpoch += 1;
    const [kind, id = ''] = subject.split(':');
    if (kind === 'key') this.entries.delete(id);
    else if (kind === 'all') this.entries.clear();
    else {
      for (const [hash, { found }] of this.entries.entries()) {
        const { userId, teamId } = found.session;
        if ((kind === 'user' ? userId : teamId) === id) this.entries.delete(hash);
      }
    }
  }
}
