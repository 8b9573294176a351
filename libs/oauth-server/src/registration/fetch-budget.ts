import { Injectable } from '@nestjs/common';
import { CounterPlan, Limiter } from '@app/rate-limit';

/** Bounds what an address can make us fetch without anybody having signed in. */
@Injectable()
export class FetchBudget {
  constructor(
    private readonly limiter: Limiter,
    private readonly plan: CounterPlan,
  ) {}

  /** @returns whether the address may make us fetch something now; it is charged for it then */
  async admits(address: string): Promise<boolean> {
    const { allowed } = await this.limiter.consume([this.plan.ofAddress('client_fetch', address)]);
    return allowed;
  }
}
