import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { throwError, timeout } from 'rxjs';
import type { Observable } from 'rxjs';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, UNAVAILABLE_RETRY_SECONDS } from '@app/errors';
import { policyOf } from '@app/permissions';

/**
 * Bounds how long a caller waits for an operation. A write that has begun completes all the same; with an
 * idempotency key the retry then gets its reply.
 */
@Injectable()
export class TimeLimitInterceptor implements NestInterceptor {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (policyOf(context).kind === 'surface') return next.handle();
    return next
      .handle()
      .pipe(timeout({ first: this.config.requestTimeoutMs, with: () => throwError(() => this.timedOut()) }));
  }

  private timedOut(): ApiException {
    const seconds = this.config.requestTimeoutMs / 1000;
    return new ApiException('unavailable', {
      message: `The operation took longer than ${seconds} seconds. A write may still complete; repeat it with the same idempotency key, or read before you retry.`,
      headers: { 'retry-after': String(UNAVAILABLE_RETRY_SECONDS) },
    });
  }
}
