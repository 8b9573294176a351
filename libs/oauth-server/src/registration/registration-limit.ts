import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { CounterPlan, Limiter } from '@app/rate-limit';
import { RegistrationsRepository } from '../clients/registrations.repository';
import { networkOf } from './network';

/** When an address whose clients are all unused may try again: housekeeping comes that often. */
const CAP_RETRY_SECONDS = 3600;

/** Why a registration is refused for now. */
export interface RegistrationRefusal {
  readonly retryAfterSeconds: number;
  readonly sentence: string;
}

/** Bounds what an address can make us keep without anybody having signed in. */
@Injectable()
export class RegistrationLimit {
  constructor(
    private readonly limiter: Limiter,
    private readonly plan: CounterPlan,
    private readonly registrations: RegistrationsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns nothing if the address may register a client now */
  async refusal(address: string): Promise<RegistrationRefusal | undefined> {
    const retryAfterMs = await this.consume(address);
    if (retryAfterMs > 0) {
      return {
        retryAfterSeconds: Math.ceil(retryAfterMs / 1000),
        sentence: 'Too many registrations from this address; wait before the next one.',
      };
    }
    const unused = await this.registrations.countUnused(networkOf(address));
    if (unused < this.config.oauth.unusedClientsPerAddress) return undefined;
    return {
      retryAfterSeconds: CAP_RETRY_SECONDS,
      sentence: 'Too many clients from this address wait for their first approval; use one of them.',
    };
  }

  private async consume(address: string): Promise<number> {
    const { allowed, counters } = await this.limiter.consume([
      this.plan.ofAddress('client_registration', address),
    ]);
    return allowed ? 0 : Math.max(1000, ...counters.map(({ retryAfterMs }) => retryAfterMs));
  }
}
