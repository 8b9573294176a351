import { Inject, Injectable, Logger } from '@nestjs/common';
import { Identities } from '@app/auth';
import type { User } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { toIdentityClaims } from './claims';
import type { Claims } from './claims';
import { notAccepted, refusedHere } from './federation-problem';
import type { FederationGoal } from './federation-problem';

/** Who a person of the provider is here. */
@Injectable()
export class FederationPeople {
  private readonly logger = new Logger('Federation');

  constructor(
    private readonly identities: Identities,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws FederationProblem if the person has no place here */
  async admit(claims: Claims, goal: FederationGoal): Promise<User> {
    const person = toIdentityClaims(claims, this.config.jit.claim);
    if (!person) throw notAccepted('the answer names nobody', goal);
    const result = await this.identities.signIn(person);
    if (result.outcome === 'refused') throw refusedHere(result.reason, goal);
    this.logger.log(`User ${result.user.id} signed in at ${person.issuer}.`);
    return result.user;
  }
}
