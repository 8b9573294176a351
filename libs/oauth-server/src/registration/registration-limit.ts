import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { CounterPlan, Limiter } from '@app/rate-limit';
import { ClientRemoval } from '../clients/client-removal';
import { RegistrationsRepository } from '../clients/registrations.repository';
import { networkOf } from './network';

/** How long a client that nobody has approved yet is safe from newer ones: longer than a request for access lives. */
const WAITING_SECONDS = 3600;

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
    private readonly removal: ClientRemoval,
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
    // A host that registers anew at each start must not keep all others behind its address from connecting.
    const oldest = await this.registrations.oldestUnused(networkOf(address), WAITING_SECONDS);
    if (oldest !== undefined) {
      await this.removal.remove([oldest]);
      return undefined;
    }
    return {
      retryAfterSeconds: WAITING_SECONDS,
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
