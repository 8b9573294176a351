import { hash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AddressLimiter } from '@app/auth';
import { addressGroupOf, CounterPlan } from './counter-plan';
import { refusingCounter } from './counter';
import { Limiter } from './limiter';

/** Blocked addresses remembered; a block that is forgotten is learnt again at the next charge. */
const REMEMBERED_ADDRESSES = 10_000;

/**
 * How many accounts' worth of tries an address has in all. Else one address could try one password on every account,
 * and have the server compute as many slow hashes as there are names.
 */
const ACCOUNTS_PER_ADDRESS = 10;

/**
 * Limits requests without a valid credential, per address. The answer to each charge says until when the address
 * is blocked; that is kept in memory, so asking costs no round trip.
 */
@Injectable()
export class LimiterOfAddresses extends AddressLimiter {
  private readonly logger = new Logger('RateLimit');
  private readonly blockedUntil = new LRUCache<string, number>({ max: REMEMBERED_ADDRESSES });

  constructor(
    private readonly limiter: Limiter,
    private readonly plan: CounterPlan,
  ) {
    super();
  }

  blockedFor(address: string): number {
    if (this.blockedUntil.size === 0) return 0;
    const group = addressGroupOf(address);
    const until = this.blockedUntil.get(group);
    if (until === undefined) return 0;
    const wait = until - Date.now();
    if (wait > 0) return wait;
    this.blockedUntil.delete(group);
    return 0;
  }

  async chargeSignIn(account: string, address: string, isKnownBrowser: boolean): Promise<number> {
    // Hashed: an account is what a stranger typed, of any length, and keys are seen by whoever operates Redis.
    const subject = hash('sha256', account, 'base64url');
    const perAccount = this.plan.ofAddress('sign_in', address, subject);
    const overAll = this.plan.ofAddress('sign_in', address);
    const decision = await this.limiter.consume([
      perAccount,
      { ...overAll, limit: overAll.limit * ACCOUNTS_PER_ADDRESS },
    ]);
    const refusing = refusingCounter(decision);
    if (refusing || isKnownBrowser) return refusing?.retryAfterMs ?? 0;
    // Another slot of Redis, so another round trip; what the address may not try is no try of the account.
    const ofAccount = await this.limiter.consume([this.plan.ofAccount('sign_in_account', subject)]);
    return refusingCounter(ofAccount)?.retryAfterMs ?? 0;
  }

  async charge(address: string): Promise<void> {
    try {
      const { counters } = await this.limiter.consume([this.plan.ofAddress('unauthenticated', address)]);
      const [counter] = counters;
      if (!counter || counter.remaining > 0) return;
      const wait = counter.allowed ? counter.resetAfterMs : counter.retryAfterMs;
      this.blockedUntil.set(addressGroupOf(address), Date.now() + wait);
    } catch (error) {
      this.logger.error(`An address could not be charged: ${String(error)}`);
    }
  }
}
