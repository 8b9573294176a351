import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, UNAVAILABLE_RETRY_SECONDS } from '@app/errors';
import { ROUTE_ACCESS } from './access';
import type { RouteAccess } from './access';
import { FailureCharge } from './authenticate/failure-charge';
import { authFailureOf, principalOf } from './authentication';
import type { AuthFailure } from './authentication';
import { challengeOf } from './challenge';
import { Clock } from './clock';
import { unauthenticatedLimit } from './unauthenticated-limit';

/** First of the global guards and the only place that refuses a request for want of a credential. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
    private readonly failures: FailureCharge,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const access =
      this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, targets) ?? 'credential';
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = principalOf(request);
    if (access === 'session') {
      if (principal?.credential.type === 'session') return true;
      throw await this.sessionNeeded(request);
    }
    if (principal) return true;
    throw await this.refusalOf(request, authFailureOf(request) ?? { reason: 'missing' });
  }

  private async refusalOf(request: Request, failure: AuthFailure): Promise<ApiException> {
    switch (failure.reason) {
      case 'store_down':
        return new ApiException('unavailable', {
          message: 'The credential cannot be checked at the moment.',
          headers: { 'retry-after': String(UNAVAILABLE_RETRY_SECONDS) },
        });
      case 'address_limited':
        return unauthenticatedLimit(this.config, failure.retryAfterMs, this.clock.now());
      case 'refused':
        await this.failures.charge(request);
        return failure.error;
      case 'missing':
        await this.failures.charge(request);
        return this.unauthenticated({});
      case 'invalid':
        await this.failures.charge(request);
        return this.unauthenticated({ error: 'invalid_token', description: failure.description });
    }
  }

  private unauthenticated(challenge: { error?: string; description?: string }): ApiException {
    return new ApiException('invalid_token', {
      message: challenge.description && `${challenge.description}.`,
      headers: {
        'www-authenticate': challengeOf(this.config.publicUrl, challenge),
        'cache-control': 'no-store',
      },
    });
  }

  /** No challenge: another bearer credential would not help. */
  private async sessionNeeded(request: Request): Promise<ApiException> {
    const failure = authFailureOf(request);
    if (failure?.reason === 'store_down' || failure?.reason === 'address_limited') {
      return this.refusalOf(request, failure);
    }
    await this.failures.charge(request);
    return new ApiException('invalid_token', {
      message: 'Sign in to the dashboard; API keys and access tokens are not accepted here.',
      headers: { 'cache-control': 'no-store' },
    });
  }
}
