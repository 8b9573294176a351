import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { principalOf } from '@app/auth';
import { errorOf, isAdmitted, requestIdOf } from '@app/errors';
import { routeMatchOf } from '@app/permissions';
import { AuditWriter } from './audit/audit-writer.service';
import { auditEntriesOf } from './audit/entries-of';
import type { CallFacts, CallObserver } from './call-observer';
import { LOGGER } from './logger';
import type { Logger } from './logger';
import { mcpTraceOf } from './mcp-trace';
import { traceIdOf } from './tracing/trace-id';

/** How often an operation whose client is gone is asked whether it has ended, in milliseconds. */
const SETTLE_POLL_MS = 100;

/** Asked every few seconds by machines, which need no log; a "no" to them is an answer and no failure. */
const PROBES: ReadonlySet<string> = new Set(['livez', 'readyz']);

/** Status logged for a request whose client went away before the reply. */
const CLIENT_CLOSED = 499;

/**
 * Records each request once, when its reply is out or its client is gone: a log line, and for operations an
 * audit entry. It hangs on the response and not on an interceptor, because refusals of guards never reach one.
 */
@Injectable()
export class CallRecorder {
  private readonly observers: CallObserver[] = [];

  constructor(
    private readonly audit: AuditWriter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Tells `observer` of each call from now on. */
  watch(observer: CallObserver): void {
    this.observers.push(observer);
  }

  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    // The address cannot be read any more once the client is gone.
    const ip = request.ip ?? '';
    response.once('close', () =>
      this.onceSettled(request, response, () => this.record(request, response, { startedAt, ip })),
    );
    next();
  };

  /**
   * An operation goes on when its client leaves, and what it then does belongs into the trail: the record waits
   * for its end.
   */
  private onceSettled(request: Request, response: Response, record: () => void): void {
    if (response.writableEnded || !isAdmitted(request)) record();
    else setTimeout(() => this.onceSettled(request, response, record), SETTLE_POLL_MS).unref();
  }

  private record(request: Request, response: Response, start: { startedAt: number; ip: string }): void {
    const duration = performance.now() - start.startedAt;
    const mcp = mcpTraceOf(request);
    const outerStatus = response.writableEnded ? response.statusCode : CLIENT_CLOSED;
    const status = mcp?.status ?? outerStatus;
    const match = routeMatchOf(request);
    const call = { request, match, principal: principalOf(request), mcp, status, outerStatus, duration };
    this.log(call);
    for (const entry of auditEntriesOf(request, { ip: start.ip, status, duration })) this.audit.append(entry);
    for (const observer of this.observers) observer.observe(call);
  }

  private log({ request, mcp: trace, ...call }: CallFacts): void {
    const error = errorOf(request);
    const line = {
      request_id: requestIdOf(request),
      trace_id: traceIdOf(request),
      method: request.method,
      operation: call.match?.route.policy.id,
      status: call.status,
      ...(call.outerStatus === call.status ? {} : { outer_status: call.outerStatus }),
      duration_ms: Math.round(call.duration * 10) / 10,
      team: call.principal?.teamId,
      credential: call.principal?.credential.id,
      ...(trace && {
        via: 'mcp',
        rpc_method: trace.method,
        tool: trace.tool,
        revision: trace.revision,
        client: trace.clientName,
        traceparent: trace.traceparent,
        refusal: trace.refusal,
      }),
      ...(error && { error: error.code, detail: error.log }),
    };
    if (PROBES.has(call.match?.route.policy.id ?? '')) this.logger.debug(line, 'probe');
    else if (call.status >= 500) this.logger.error({ ...line, err: error?.cause }, 'request failed');
    else this.logger.info(line, 'request');
  }
}
