import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { throwError, timeout } from 'rxjs';
import type { Observable } from 'rxjs';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, UNAVAILABLE_RETRY_SECONDS } from '@app/errors';
import { policyOf } from '@app/permissions';
import { mcpTraceOf } from '@app/telemetry';

/** From this revision on a client that leaves cancels its call; before it, the call goes on. */
const FIRST_CANCELLING_REVISION = '2026-07-28';

/**
 * Bounds an operation by its caller: whoever has left is not served any more, and nobody waits for longer than
 * the time limit. A write that has begun completes all the same; with an idempotency key the retry then gets its
 * reply.
 *
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
 */
@Injectable()
export class TimeLimitInterceptor implements NestInterceptor {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const policy = policyOf(context);
    if (policy.kind === 'surface' && policy.access !== 'session') return next.handle();
    if (hasCancelled(context)) throw new ApiException('unavailable', { message: 'The caller has left.' });
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

/** Legacy revisions say that a lost connection is no cancellation; REST and the current one cancel by it. */
function hasCancelled(context: ExecutionContext): boolean {
  const http = context.switchToHttp();
  if (!http.getResponse<Response>().destroyed) return false;
  const trace = mcpTraceOf(http.getRequest<Request>());
  return trace === undefined || (trace.revision ?? '') >= FIRST_CANCELLING_REVISION;
}
