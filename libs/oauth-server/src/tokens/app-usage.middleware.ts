import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import { Clock, principalOf } from '@app/auth';
import type { Principal } from '@app/auth';
import { ConnectedAppsRepository } from '../connected-apps/connected-apps.repository';
import { AccessTokenVerifier } from './access-token-verifier';

/** Shortest time between two notes about one app, in milliseconds. */
const INTERVAL_MS = 60_000;

/** Notes when and from where a connected app was last used, at most once a minute and beside the request. */
@Injectable()
export class AppUsageMiddleware implements OnModuleDestroy {
  private readonly logger = new Logger(AppUsageMiddleware.name);
  private readonly notedAt = new LRUCache<string, number>({ max: 10_000 });
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly apps: ConnectedAppsRepository,
    private readonly verifier: AccessTokenVerifier,
    private readonly clock: Clock,
  ) {}

  /** Express middleware, for after authentication; bound, so that it can be passed around. */
  readonly handle = (request: Request, _response: Response, next: NextFunction): void => {
    const principal = principalOf(request);
    const app = principal && this.verifier.appOf(principal);
    if (principal && app !== undefined) this.note(principal, app, request.ip ?? '');
    next();
  };

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.writing);
  }

  private note(principal: Principal, app: string, address: string): void {
    const now = this.clock.now();
    if (now - (this.notedAt.get(app) ?? -Infinity) < INTERVAL_MS) return;
    this.notedAt.set(app, now);
    const writing = this.apps
      .noteUse(principal.teamId, app, address)
      .catch((error: unknown) =>
        this.logger.warn(`The last use of connected app ${app} was not noted: ${String(error)}`),
      )
      .finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }
}
