import { Inject, Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Clock } from '../clock';

interface AddressState {
  /** When the failures began to be counted, in milliseconds since the epoch. */
  since: number;
  failures: number;
  underWay: number;
  readonly waiting: (() => void)[];
}

/** Permission to ask the store once. It must be given back. */
export interface LookupPass {
  /** @param failed whether the credential was bad; its charge must be known by now */
  leave(failed: boolean): void;
}

/**
 * Keeps an address from asking the store more often than it may fail, however many requests it sends at once:
 * the limiter learns of a failure only after the lookup, and until then as many more would slip through.
 *
 * No more lookups are under way than failures are left; at least one is, so that the limiter, which knows the
 * refill and the other replicas, has the last word. An address without failures does not notice.
 */
@Injectable()
export class LookupGate {
  private readonly addresses = new LRUCache<string, AddressState>({ max: 10_000 });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Waits until the address may ask. */
  async enter(address: string): Promise<LookupPass> {
    // The grouping of the limiter: of IPv6 the /64, because whoever has one address of it has them all.
    const state = this.stateOf(normalizeIp(address));
    while (state.underWay >= this.roomOf(state)) {
      await new Promise<void>((resolve) => state.waiting.push(resolve));
    }
    state.underWay += 1;
    return {
      leave: (failed) => {
        state.underWay -= 1;
        if (failed) state.failures += 1;
        const woken = state.waiting.splice(0, Math.max(1, this.roomOf(state) - state.underWay));
        for (const resume of woken) resume();
      },
    };
  }

  private roomOf(state: AddressState): number {
    const { limit, windowSeconds } = this.config.rateLimits.unauthenticated;
    if (this.clock.now() - state.since >= windowSeconds * 1000) {
      state.since = this.clock.now();
      state.failures = 0;
    }
    return Math.max(1, limit - state.failures);
  }

  private stateOf(network: string): AddressState {
    const known = this.addresses.get(network);
    if (known) return known;
    const state: AddressState = { since: this.clock.now(), failures: 0, underWay: 0, waiting: [] };
    this.addresses.set(network, state);
    return state;
  }
}
