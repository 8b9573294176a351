import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AddressLimiter } from '@app/auth';
import type { UpstreamConfig } from '@app/config';
import { hashOf } from '../artifacts/artifact';
import type { PageAnswer } from '../interactions/page-answer';
import { returnPathOf } from '../interactions/return-path';
import { Interactions } from '../provider/interactions';
import { ATTEMPT_SECONDS } from './federation-attempt';
import type { FederationAttempt } from './federation-attempt';
import { FederationCookies } from './federation-cookies';
import { FederationProblem, unavailableUpstream } from './federation-problem';
import type { FederationGoal } from './federation-problem';
import { FederationStore } from './federation-store.service';
import { UpstreamSignIn } from './upstream-sign-in.service';
import { UpstreamUnavailable } from './upstream-unavailable';

/**
 * Sends a browser to the provider. Only a click on a page of ours begins a sign-in, so that no `state` exists
 * before the person wants one (MCP security best practices: confused deputy).
 */
@Injectable()
export class FederationStart {
  constructor(
    private readonly interactions: Interactions,
    private readonly signIn: UpstreamSignIn,
    private readonly store: FederationStore,
    private readonly cookies: FederationCookies,
    private readonly addresses: AddressLimiter,
  ) {}

  /** For a request for access, whose cookie has to be there. */
  async ofInteraction(request: Request, response: Response, upstream: UpstreamConfig): Promise<PageAnswer> {
    requireClick(request);
    const interaction = await this.interactions.of(request, response);
    // Somebody has signed in for this request before and wants to be somebody else.
    const isChange = interaction.userId !== undefined;
    const again = isChange || interaction.signInAgain || request.query.again === '1';
    return this.begin(request, response, upstream, { goal: { uid: interaction.uid }, again });
  }

  /** For its own sake; afterwards the person is sent to the path `next`. */
  ofPath(request: Request, response: Response, upstream: UpstreamConfig): Promise<PageAnswer> {
    requireClick(request);
    const next = returnPathOf(request.query.next) ?? '/';
    return this.begin(request, response, upstream, { goal: { next }, again: request.query.again === '1' });
  }

  private async begin(
    request: Request,
    response: Response,
    upstream: UpstreamConfig,
    { goal, again }: { readonly goal: FederationGoal; readonly again: boolean },
  ): Promise<PageAnswer> {
    await this.charge(request, goal);
    const secrets = {
      state: this.store.newId(),
      nonce: this.store.newId(),
      verifier: this.signIn.newVerifier(),
    };
    const url = await this.signIn.urlFor(upstream, secrets, again).catch((error: unknown) => {
      throw error instanceof UpstreamUnavailable ? unavailableUpstream(error.message, goal) : error;
    });
    const browser = this.store.newId();
    const { state, nonce, verifier } = secrets;
    const attempt: FederationAttempt = { goal, nonce, verifier, browser: hashOf(browser) };
    await this.store.put('FederationAttempt', state, attempt, ATTEMPT_SECONDS);
    response.append('set-cookie', this.cookies.attempt(state).set(browser, ATTEMPT_SECONDS));
    return { seeOther: url };
  }

  /** Each attempt is kept for a while, before anybody has said who they are. */
  private async charge({ ip = '' }: Request, goal: FederationGoal): Promise<void> {
    const waitMs = this.addresses.blockedFor(ip);
    if (waitMs > 0) {
      throw new FederationProblem({
        status: 429,
        title: 'Too many tries',
        message: 'Wait a minute, then try again.',
        log: 'the address is over the limit of calls without a credential',
        goal,
        retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
      });
    }
    await this.addresses.charge(ip);
  }
}

/** Browsers say where a navigation began (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header). */
function requireClick(request: Request): void {
  const site = request.get('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  throw new FederationProblem({
    status: 403,
    title: 'This sign-in did not begin here',
    message: 'Another site sent you. Start from the sign-in page of Duvo.',
    log: `begun from ${site}`,
  });
}
