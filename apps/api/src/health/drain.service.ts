import type { Server } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, setErrorOf, UNAVAILABLE_RETRY_SECONDS, writeFlatError } from '@app/errors';

/** How often connections whose last reply is out are closed on the way out, in milliseconds. */
const IDLE_SWEEP_MS = 100;

const HEALTH = new Set(['/livez', '/readyz']);

/**
 * The way out of a process: readiness says so, requests in flight finish, new ones are sent elsewhere, and what
 * has not finished by the time limit is cut off.
 */
@Injectable()
export class Drain implements OnModuleDestroy {
  draining = false;

  constructor(
    private readonly adapter: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleDestroy(): void {
    this.draining = true;
    const server = this.adapter.httpAdapter.getHttpServer() as Server;
    setTimeout(() => server.closeAllConnections(), this.config.shutdownTimeoutMs).unref();
    // Node closes what is idle when the listener closes; what becomes idle later would hold us to the time limit.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS).unref();
    server.once('close', () => clearInterval(sweep));
  }

  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    if (!this.draining) {
      next();
      return;
    }
    response.setHeader('connection', 'close');
    if (HEALTH.has(request.path)) {
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
