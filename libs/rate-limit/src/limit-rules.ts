import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { BucketLimit, BucketName, Config } from '@app/config';
import type { TeamId } from '@app/database';
import type { RuleSet } from './rules/rule-set';
import { RulesInForce } from './rules/rules-in-force.service';

/** Says which limits hold. It is asked for every call, so an implementation answers from memory. */
export abstract class LimitRules {
  /** The limit where no rule says otherwise. */
  abstract defaultOf(bucket: BucketName): BucketLimit;
  abstract rulesOf(teamId: TeamId): RuleSet;
}

/** The configured defaults, and the rules that admins have set. */
@Injectable()
export class LiveLimitRules extends LimitRules {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly rules: RulesInForce,
  ) {
    super();
  }

  defaultOf(bucket: BucketName): BucketLimit {
    return this.config.rateLimits[bucket];
  }

  rulesOf(teamId: TeamId): RuleSet {
    return this.rules.of(teamId);
  }
}
