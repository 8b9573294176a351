import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config, UpstreamConfig } from '@app/config';
import { ApiException, requestIdOf } from '@app/errors';
import type { PageAnswer } from '../interactions/page-answer';
import { FederationProblem } from './federation-problem';
import { federationProblemPage } from './federation-problem.page';

/** What every step of signing in at the provider has in common. */
@Injectable()
export class FederationPages {
  private readonly logger = new Logger('Federation');

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @returns what the step answers, or the page that says why it came to nothing */
  async answer(
    request: Request,
    step: (upstream: UpstreamConfig) => Promise<PageAnswer>,
  ): Promise<PageAnswer> {
    const { upstream } = this.config;
    if (!upstream) throw new ApiException('not_found');
    try {
      return await step(upstream);
    } catch (error) {
      if (!(error instanceof FederationProblem)) throw error;
      const { status, log, retryAfterSeconds } = error.parts;
      this.logger.warn(`A sign-in at ${upstream.issuer} came to nothing (${status}): ${log}`);
      return {
        page: federationProblemPage(error, requestIdOf(request)),
        status,
        ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
      };
    }
  }
}
