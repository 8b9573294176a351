import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ResponseBodyError } from 'openid-client';
import type { UpstreamConfig } from '@app/config';
import { hashOf } from '../artifacts/artifact';
import type { PageAnswer } from '../interactions/page-answer';
import type { Claims } from './claims';
import type { FederationAttempt } from './federation-attempt';
import { FederationArrival } from './federation-arrival.service';
import { FederationCookies } from './federation-cookies';
import { FederationPeople } from './federation-people.service';
import { notAccepted, refusedUpstream, unavailableUpstream } from './federation-problem';
import type { FederationProblem } from './federation-problem';
import { FederationStore } from './federation-store.service';
import { UpstreamRefusal, UpstreamSignIn } from './upstream-sign-in.service';
import { UpstreamUnavailable } from './upstream-unavailable';

/** Takes people back from the provider: once, in the browser in which they left, and as who they are there. */
@Injectable()
export class FederationCallback {
  constructor(
    private readonly store: FederationStore,
    private readonly cookies: FederationCookies,
    private readonly signIn: UpstreamSignIn,
    private readonly people: FederationPeople,
    private readonly arrival: FederationArrival,
  ) {}

  /** @throws FederationProblem */
  async complete(request: Request, response: Response, upstream: UpstreamConfig): Promise<PageAnswer> {
    const { state } = request.query;
    if (typeof state !== 'string') throw notAccepted('a callback without one state');
    const attempt = await this.take(request, response, state);
    const claims = await this.claimsFor(request, upstream, { ...attempt, state });
    const user = await this.people.admit(claims, attempt.goal);
    return this.arrival.lead(request, response, user.id, attempt.goal);
  }

  private async take(request: Request, response: Response, state: string): Promise<FederationAttempt> {
    const attempt = await this.store.find<FederationAttempt>('FederationAttempt', state);
    if (!attempt) throw notAccepted('a callback for a sign-in that is over or never began');
    const cookie = this.cookies.attempt(state);
    const browser = cookie.read(request);
    // Before its use, so that somebody else's browser cannot use it up.
    if (browser === undefined || !isSame(hashOf(browser), attempt.browser)) {
      throw notAccepted('a callback in another browser than that of the start');
    }
    response.append('set-cookie', cookie.clear());
    if (!(await this.store.use('FederationAttempt', state))) throw notAccepted('a callback came twice');
    return attempt;
  }

  private async claimsFor(
    request: Request,
    upstream: UpstreamConfig,
    attempt: FederationAttempt & { readonly state: string },
  ): Promise<Claims> {
    const at = request.originalUrl.indexOf('?');
    try {
      return await this.signIn.claimsFor(upstream, request.originalUrl.slice(at), attempt);
    } catch (error) {
      throw problemOf(error, attempt);
    }
  }
}

function problemOf(error: unknown, { goal }: FederationAttempt): FederationProblem {
  if (error instanceof UpstreamUnavailable) return unavailableUpstream(reasonOf(error), goal);
  if (error instanceof UpstreamRefusal) return refusedUpstream(reasonOf(error), goal);
  return notAccepted(reasonOf(error), goal);
}

/** For the log: what is wrong, without what was sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ResponseBodyError)
    return `it answers ${error.error}: ${error.error_description ?? ''}`;
  const { message, cause } = error;
  return cause instanceof Error && cause.message !== message ? `${message}: ${cause.message}` : message;
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
