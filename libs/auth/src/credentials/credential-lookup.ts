import type { CredentialCache } from './credential-cache';
import type { VerifyOptions, VerifyResult } from './token-verifier';
import { withTimeLimit } from './with-time-limit';

interface RunningLookup {
  readonly epoch: number;
  readonly result: Promise<VerifyResult>;
}

/** A store that is frozen rather than down must still give a 503 while the client waits. */
const LOOKUP_LIMIT_MS = 5_000;

/**
 * Asks memory, then the store, about credentials of one kind.
 *
 * Requests with the same unknown credential share one query, unless something was invalidated since it began: its
 * answer may then be older than the change.
 */
export class CredentialLookup {
  private readonly running = new Map<string, RunningLookup>();

  /** @param ask the Principal behind a hash, `null` for none; a rejection means that the store cannot be asked */
  constructor(
    private readonly cache: CredentialCache,
    private readonly ask: (hash: string) => Promise<VerifyResult>,
  ) {}

  /** @param hash hex SHA-256 of the credential */
  verify(hash: string, options: VerifyOptions): VerifyResult | Promise<VerifyResult> {
    const known = this.cache.get(hash);
    if (known !== undefined) return known;
    if (options.ask === 'none' || (options.ask === 'known' && !this.cache.wasGood(hash))) return null;
    const running = this.running.get(hash);
    if (running && running.epoch === this.cache.epoch) return running.result;
    return this.start(hash);
  }

  private start(hash: string): Promise<VerifyResult> {
    const lookup: RunningLookup = { epoch: this.cache.epoch, result: this.lookUp(hash, this.cache.epoch) };
    this.running.set(hash, lookup);
    const forget = () => {
      if (this.running.get(hash) === lookup) this.running.delete(hash);
    };
    lookup.result.then(forget, forget);
    return lookup.result;
  }

  private async lookUp(hash: string, epoch: number): Promise<VerifyResult> {
    const principal = await withTimeLimit(this.ask(hash), LOOKUP_LIMIT_MS);
    this.cache.set(hash, principal, epoch);
    return principal;
  }
}
