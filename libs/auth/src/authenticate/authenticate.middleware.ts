import { Injectable, Logger } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Passport } from 'passport';
import { ApiException } from '@app/errors';
import { ApiKeyUsage } from '../api-keys/api-key-usage';
import { setAuthentication } from '../authentication';
import type { AuthFailure } from '../authentication';
import type { VerifyOptions } from '../credentials/token-verifier';
import type { Principal } from '../principal';
import { SessionCredential } from '../sessions/session-credential';
import { CredentialVerification } from './credential-verification';
import { FailureCharge } from './failure-charge';
import { HeaderBearerStrategy } from './header-bearer.strategy';
import { LookupGate } from './lookup-gate';

/** Names under which the strategy is registered, by the credentials about which it asks the stores. */
const STRATEGIES = { any: 'bearer', known: 'bearer-known', none: 'bearer-memory' } as const;
type Ask = keyof typeof STRATEGIES;

/** How often an outage of a store is logged, in milliseconds. */
const LOG_EVERY_MS = 5000;

const MALFORMED = 'The Authorization header must be Bearer, one space, and the credential';
const REFUSED = 'The credential is unknown, expired or revoked';

/** Failures that count against an address. */
const CHARGED: ReadonlySet<AuthFailure['reason']> = new Set(['missing', 'invalid', 'refused']);

/**
 * Finds out on whose behalf a request runs. Everything under `/v1` passes here before its body is read.
 *
 * - Leaves a Principal or the reason of failure on the request and answers nothing: BearerGuard refuses.
 * - Memory is asked first. While an address is blocked the store is asked only about credentials that were good
 *   before, so that guessing costs it nothing and locks nobody out who shares the address.
 */
@Injectable()
export class AuthenticateMiddleware {
  private readonly logger = new Logger(AuthenticateMiddleware.name);
  private readonly passport = new Passport();
  private loggedAt = -Infinity;

  constructor(
    private readonly credentials: CredentialVerification,
    private readonly sessions: SessionCredential,
    private readonly gate: LookupGate,
    private readonly failures: FailureCharge,
    private readonly usage: ApiKeyUsage,
  ) {
    for (const ask of ['any', 'known', 'none'] as const)
      this.passport.use(STRATEGIES[ask], this.strategy({ ask }));
  }

  /** Express middleware; bound, so that it can be passed around. */
  readonly handle = (request: Request, response: Response, next: NextFunction): void => {
    const session = this.sessions.offeredBy(request);
    this.askMemory(request, response, session, (principal) => {
      if (!principal) {
        // Whoever left while the store was asked is not served: nobody would record it.
        this.judge(request, response, session).then(() => response.destroyed || next(), next);
        return;
      }
      this.accept(request, principal);
      next();
    });
  };

  private askMemory(
    request: Request,
    response: Response,
    session: string | undefined,
    settle: (principal: Principal | undefined) => void,
  ): void {
    if (session !== undefined) settle(this.sessions.known(session));
    else this.authenticate('none', request, response, (_error, principal) => settle(principal));
  }

  /**
   * Memory does not know the credential: there is none, or it is bad, or the store has to be asked.
   * @param session hash of the browser session that the request offers in place of a bearer credential
   */
  private async judge(request: Request, response: Response, session: string | undefined): Promise<void> {
    const blocked = this.blocked(request);
    const unreadable = session === undefined ? unreadableHeader(request) : undefined;
    if (blocked ?? unreadable) {
      const known = unreadable || session !== undefined ? undefined : await this.askKnown(request, response);
      if (known) this.accept(request, known);
      else this.refuse(request, response, blocked ?? (unreadable as AuthFailure));
      return;
    }
    const pass = await this.gate.enter(request.ip ?? '');
    let failed = false;
    try {
      // Whoever waited may meanwhile have used up what the address may try.
      const outcome = this.blocked(request) ?? (await this.askStores(request, response, session));
      if ('userId' in outcome) {
        this.accept(request, outcome);
        return;
      }
      this.refuse(request, response, outcome);
      failed = CHARGED.has(outcome.reason);
      if (failed) await this.failures.charge(request);
    } finally {
      pass.leave(failed);
    }
  }

  private blocked(request: Request): AuthFailure | undefined {
    const retryAfterMs = this.failures.blockedFor(request);
    return retryAfterMs > 0 ? { reason: 'address_limited', retryAfterMs } : undefined;
  }

  private askStores(
    request: Request,
    response: Response,
    session: string | undefined,
  ): Promise<Principal | AuthFailure> {
    return session === undefined ? this.askBearer(request, response) : this.askSession(session);
  }

  /** A session that has ended is as good as none: the browser has to sign in, not to mend a token. */
  private async askSession(session: string): Promise<Principal | AuthFailure> {
    try {
      return (await this.sessions.find(session)) ?? { reason: 'missing' };
    } catch (error) {
      return this.failureOf(error);
    }
  }

  /** Somebody else at the address guesses; whoever was good before is not the one. */
  private askKnown(request: Request, response: Response): Promise<Principal | undefined> {
    return new Promise((resolve) =>
      this.authenticate('known', request, response, (_error, principal) => resolve(principal)),
    );
  }

  private askBearer(request: Request, response: Response): Promise<Principal | AuthFailure> {
    return new Promise((resolve) => {
      this.authenticate('any', request, response, (error, principal) => {
        if (principal) resolve(principal);
        else resolve(error ? this.failureOf(error) : { reason: 'invalid', description: REFUSED });
      });
    });
  }

  private authenticate(
    ask: Ask,
    request: Request,
    response: Response,
    settle: (error: unknown, principal: Principal | undefined) => void,
  ): void {
    const middleware = this.passport.authenticate(
      STRATEGIES[ask],
      { session: false },
      (error: unknown, principal: unknown) => settle(error, principal ? (principal as Principal) : undefined),
    ) as RequestHandler;
    void middleware(request, response, (error?: unknown) => settle(error, undefined));
  }

  private strategy(options: VerifyOptions): HeaderBearerStrategy {
    return new HeaderBearerStrategy((token, done) => {
      const failed = (error: unknown): void =>
        done(error ?? new Error('The verifier failed without a reason'));
      const finished = (principal: Principal | null): void => done(null, principal ?? false);
      try {
        const result = this.credentials.verify(token, options);
        if (result instanceof Promise) result.then(finished, failed);
        else finished(result);
      } catch (error) {
        failed(error);
      }
    });
  }

  private accept(request: Request, principal: Principal): void {
    setAuthentication(request, { principal });
    this.usage.note(principal, request);
  }

  private refuse(request: Request, response: Response, failure: AuthFailure): void {
    setAuthentication(request, { failure });
    if (!CHARGED.has(failure.reason)) return;
    // A path without a route has no guard, and must not be a way to try credentials free of charge.
    response.once('close', () => void this.failures.charge(request));
  }

  /** A rejection that is an answer to the person, or a store that cannot be asked. */
  private failureOf(error: unknown): AuthFailure {
    if (error instanceof ApiException) return { reason: 'refused', error };
    this.logFailure(error);
    return { reason: 'store_down' };
  }

  /** While a store is down every call meets it; the log of requests has each of them. */
  private logFailure(error: unknown): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.error(`Credentials cannot be checked: ${reason}`);
  }
}

function unreadableHeader(request: Request): AuthFailure | undefined {
  const { authorization } = request.headers;
  if (!authorization) return { reason: 'missing' };
  return /^bearer [^ ]+$/i.test(authorization) ? undefined : { reason: 'invalid', description: MALFORMED };
}
