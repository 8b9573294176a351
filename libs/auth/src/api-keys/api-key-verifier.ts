import { Injectable } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { Clock } from '../clock';
import { CredentialCache } from '../credentials/credential-cache';
import type { TokenVerifier, VerifyOptions, VerifyResult } from '../credentials/token-verifier';
import { withTimeLimit } from '../credentials/with-time-limit';
import type { Principal } from '../principal';
import { CREDENTIAL_PREFIX, hashApiKey, isApiKey } from './api-key-format';
import { ApiKeyLookupRepository } from './api-key-lookup.repository';
import type { FoundApiKey } from './api-key-lookup.repository';

interface RunningLookup {
  readonly epoch: number;
  readonly result: Promise<VerifyResult>;
}

/** A store that is frozen rather than down must still give a 503 while the client waits. */
const LOOKUP_LIMIT_MS = 5_000;

/**
 * Checks API keys: shape and checksum, then memory, then one query.
 *
 * Requests with the same unknown key share one query, unless something was invalidated since it began: its
 * answer may then be older than the change.
 */
@Injectable()
export class ApiKeyVerifier implements TokenVerifier {
  private readonly running = new Map<string, RunningLookup>();

  constructor(
    private readonly keys: ApiKeyLookupRepository,
    private readonly cache: CredentialCache,
    private readonly clock: Clock,
  ) {}

  accepts(token: string): boolean {
    return token.startsWith(CREDENTIAL_PREFIX);
  }

  verify(token: string, options: VerifyOptions): VerifyResult | Promise<VerifyResult> {
    if (!isApiKey(token)) return null;
    const hash = hashApiKey(token);
    const known = this.cache.get(hash);
    if (known !== undefined) return known;
    if (options.cachedOnly) return null;
    const running = this.running.get(hash);
    if (running && running.epoch === this.cache.epoch) return running.result;
    return this.startLookup(hash);
  }

  private startLookup(hash: string): Promise<VerifyResult> {
    const lookup: RunningLookup = { epoch: this.cache.epoch, result: this.lookUp(hash, this.cache.epoch) };
    this.running.set(hash, lookup);
    const forget = () => {
      if (this.running.get(hash) === lookup) this.running.delete(hash);
    };
    lookup.result.then(forget, forget);
    return lookup.result;
  }

  private async lookUp(hash: string, epoch: number): Promise<VerifyResult> {
    const found = await withTimeLimit(this.keys.find(hash), LOOKUP_LIMIT_MS);
    const principal = found && this.isAlive(found) ? principalOfKey(found) : null;
    this.cache.set(hash, principal, epoch);
    return principal;
  }

  private isAlive(key: FoundApiKey): boolean {
    const expired = key.expiresAt !== null && key.expiresAt.getTime() <= this.clock.now();
    return !expired && key.revokedAt === null && key.disabledAt === null;
  }
}

function principalOfKey(key: FoundApiKey): Principal {
  return {
    userId: key.userId,
    teamId: asTeamId(key.teamId),
    role: key.role,
    credential: {
      type: 'api_key',
      id: key.id,
      name: key.name,
      keyPrefix: key.prefix,
      clientName: null,
      expiresAt: key.expiresAt,
    },
    scopes: key.scopes,
  };
}
