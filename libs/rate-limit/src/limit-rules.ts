import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { CONFIG } from '@app/config';
import type { BucketLimit, BucketName, Config } from '@app/config';

/**
 * Says which limit holds. It is asked for every call, so an implementation answers from memory; one that knows
 * rules by credential, role, user or team replaces this provider.
 */
export abstract class LimitRules {
  /** @param principal the caller; left out for buckets counted by address */
  abstract limitOf(bucket: BucketName, principal?: Principal): BucketLimit;
}

/** The configured defaults, the same for every caller. */
@Injectable()
export class ConfiguredLimits extends LimitRules {
  constructor(@Inject(CONFIG) private readonly config: Config) {
    super();
  }

  limitOf(bucket: BucketName): BucketLimit {
    return this.config.rateLimits[bucket];
  }
}
