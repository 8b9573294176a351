import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, setErrorOf, UNAVAILABLE_RETRY_SECONDS, writeFlatError } from '@app/errors';
import { Readiness } from '@app/health';

/** How often connections whose last reply is out are closed on the way out, in milliseconds. */
const IDLE_SWEEP_MS = 100;

const HEALTH = new Set(['/livez', '/readyz']);

/**
 * The way out of a process, in two steps.
 *
 * - Announced: readiness says no, and calls are served as before. A balancer that polls readiness goes on sending
 *   until its next look; refusing these calls would be failures that nobody needs.
 * - Refusing: requests in flight finish, new ones are sent elsewhere, and what has not finished by the time limit is
 *   cut off.
 *
 * From the first step on every reply ends its connection, so that a balancer that keeps connections for later has
 * none left when they close.
 */
@Injectable()
export class Drain implements OnModuleDestroy {
  private stage: 'serving' | 'announced' | 'refusing' = 'serving';

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly readiness: Readiness,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Says that the process will close, and gives balancers the time to see it. */
  async announce(): Promise<void> {
    this.readiness.close();
    if (this.stage === 'serving') this.stage = 'announced';
    await sleep(this.config.shutdownDelayMs);
  }

  /** From now on calls are sent elsewhere. */
  refuse(): void {
    this.readiness.close();
    this.stage = 'refusing';
  }

  onModuleDestroy(): void {
    this.refuse();
    const server = this.adapter.httpAdapter.getHttpServer() as Server;
    setTimeout(() => server.closeAllConnections(), this.config.shutdownTimeoutMs).unref();
    // Node closes what is idle when the listener closes; what becomes idle later would hold us to the time limit.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS).unref();
    server.once('close', () => clearInterval(sweep));
  }

  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    if (this.stage === 'serving') {
      next();
      return;
    }
    response.setHeader('connection', 'close');
    if (this.stage === 'announced' || HEALTH.has(request.path)) {
      next();
      return;
    }
    const error = new ApiException('unavailable', {
      message: 'This server is shutting down; another one answers.',
      headers: { 'retry-after': String(UNAVAILABLE_RETRY_SECONDS) },
    });
    setErrorOf(request, error);
    writeFlatError(error, request, response);
  };
}
