import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AuthzInvalidation, Clock } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import type { ApiException } from '@app/errors';

const MAX_ENTRIES = 10_000;

/**
 * Why people with a good token have no place here, by the hash of the token: hosts try again at once, and each try
 * would cost queries. As short as other credentials are remembered, and until anybody's rights change.
 */
@Injectable()
export class RefusalMemory {
  private readonly known = new LRUCache<string, { error: ApiException; until: number }>({ max: MAX_ENTRIES });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    invalidation: AuthzInvalidation,
  ) {
    invalidation.onDrop(() => this.known.clear());
  }

  get(hash: string): ApiException | undefined {
    const found = this.known.get(hash);
    return found && found.until > this.clock.now() ? found.error : undefined;
  }

  set(hash: string, error: ApiException): void {
    this.known.set(hash, { error, until: this.clock.now() + this.config.credentialCacheMs });
  }
}
