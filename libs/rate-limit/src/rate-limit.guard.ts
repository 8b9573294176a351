import { Inject, Injectable } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { InjectThrottlerOptions, InjectThrottlerStorage, ThrottlerGuard } from '@nestjs/throttler';
import type { ThrottlerModuleOptions, ThrottlerRequest } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { principalOf } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { policyOf } from '@app/permissions';
import { setLimitTrace } from '@app/telemetry';
import { CounterPlan } from './counter-plan';
import type { RouteLimit } from './counter-plan';
import { refusingCounter } from './counter';
import type { CounterVerdict } from './counter';
import { limitHeaders } from './limit-headers';
import { toLimitTrace } from './limit-trace';
import { Limiter } from './limiter';
import { rateLimited } from './rate-limited';
import { RouteThrottling } from './route-throttling';

/**
 * Charges an authenticated call, once, for everything it counts on.
 *
 * - All counters go to the store in one call; if one refuses, none is charged.
 * - A limit that the route sets itself, by `@Throttle`, is one more counter.
 * - Without a Principal there is nobody to charge: the credential guard before this one has refused, or the route
 *   is public.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  private readonly throttling = new RouteThrottling();

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() private readonly limiter: Limiter,
    reflector: Reflector,
    private readonly plan: CounterPlan,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super(options, limiter, reflector);
  }

  override canActivate(context: ExecutionContext): Promise<boolean> {
    return this.throttling.isSetOn(context) ? super.canActivate(context) : this.charge(context);
  }

  /** Called by the throttler for routes that carry its decorators, with the limit they set or the default. */
  protected override handleRequest({ context, limit, ttl }: ThrottlerRequest): Promise<boolean> {
    return this.charge(context, { limit, windowMs: ttl });
  }

  private async charge(context: ExecutionContext, own?: RouteLimit): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const principal = principalOf(request);
    if (!principal) return true;
    const policy = policyOf(context);
    if (policy.kind === 'surface' && policy.access === 'public') return true;
    const decision = await this.limiter.consume(this.plan.ofCall(principal, policy, own));
    const refusing = refusingCounter(decision);
    setLimitTrace(request, toLimitTrace(decision, policy.cost, refusing));
    if (refusing) throw rateLimited(refusing, this.config.rateLimitDraftHeaders);
    this.describe(http.getResponse<Response>(), decision.counters[0]);
    return true;
  }

  private describe(response: Response, api: CounterVerdict | undefined): void {
    if (!api) return;
    for (const [name, value] of limitHeaders(api, this.config.rateLimitDraftHeaders)) {
      response.setHeader(name, value);
    }
  }
}
