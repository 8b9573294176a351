import { Injectable, Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Passport } from 'passport';
import { AddressLimiter } from '../address-limiter';
import { ApiKeyUsage } from '../api-keys/api-key-usage';
import { setAuthentication } from '../authentication';
import type { AuthFailure } from '../authentication';
import type { VerifyOptions } from '../credentials/token-verifier';
import type { Principal } from '../principal';
import { CredentialVerification } from './credential-verification';
import { FailureCharge } from './failure-charge';
import { HeaderBearerStrategy } from './header-bearer.strategy';

/** Names under which the strategy is registered: one asks the stores, the other only memory. */
const FULL = 'bearer';
const CACHED_ONLY = 'bearer-cached-only';

const MALFORMED = 'The Authorization header must be Bearer, one space, and the credential';
const REFUSED = 'The credential is unknown, expired or revoked';

/**
 * Finds out on whose behalf a request runs. Everything under `/v1` passes here before its body is read.
 *
 * - Leaves a Principal or the reason of failure on the request and answers nothing: BearerGuard refuses.
 * - While an address is blocked only credentials that memory knows to be good pass, so that guessing costs the
 *   stores nothing.
 */
@Injectable()
export class AuthenticateMiddleware {
  private readonly logger = new Logger(AuthenticateMiddleware.name);
  private readonly passport = new Passport();

  constructor(
    private readonly credentials: CredentialVerification,
    private readonly addresses: AddressLimiter,
    private readonly failures: FailureCharge,
    private readonly usage: ApiKeyUsage,
  ) {
    this.passport.use(FULL, this.strategy({ cachedOnly: false }));
    this.passport.use(CACHED_ONLY, this.strategy({ cachedOnly: true }));
  }

  /** Express middleware; bound, so that it can be passed around. */
  readonly handle = (request: Request, response: Response, next: NextFunction): void => {
    const blockedForMs = this.addresses.blockedFor(request.ip ?? '');
    const name = blockedForMs > 0 ? CACHED_ONLY : FULL;
    const settle = (error: unknown, principal?: unknown): void => {
      if (principal) this.accept(request, principal as Principal);
      else if (error) this.refuse(request, response, this.storeDown(error));
      else this.refuse(request, response, failureOf(request, blockedForMs));
      next();
    };
    (this.passport.authenticate(name, { session: false }, settle) as typeof this.handle)(
      request,
      response,
      next,
    );
  };

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
    this.usage.note(principal, request.ip ?? '');
  }

  private refuse(request: Request, response: Response, failure: AuthFailure): void {
    setAuthentication(request, { failure });
    if (failure.reason !== 'missing' && failure.reason !== 'invalid') return;
    // A path without a route has no guard, and must not be a way to try credentials free of charge.
    response.once('close', () => void this.failures.charge(request));
  }

  private storeDown(error: unknown): AuthFailure {
    this.logger.error(
      `A credential could not be checked: ${error instanceof Error ? error.message : String(error)}`,
    );
    return { reason: 'store_down' };
  }
}

function failureOf(request: Request, blockedForMs: number): AuthFailure {
  if (blockedForMs > 0) return { reason: 'address_limited', retryAfterMs: blockedForMs };
  const { authorization } = request.headers;
  if (!authorization) return { reason: 'missing' };
  return { reason: 'invalid', description: /^bearer [^ ]+$/i.test(authorization) ? REFUSED : MALFORMED };
}
