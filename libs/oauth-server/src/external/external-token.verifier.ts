import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CredentialCache, CredentialLookup } from '@app/auth';
import type { TokenVerifier, VerifyOptions, VerifyResult } from '@app/auth';
import { ApiException } from '@app/errors';
import { ExternalCallers } from './external-callers.service';
import { RefusalMemory } from './refusal-memory';
import { TokenCheck } from './token-check.service';

/** A JWT by its look; without a signature it is one too, and a bad one. */
const SHAPE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

/**
 * Checks access tokens of the external authorization server: memory, then signature, then user and role.
 *
 * Such a token cannot be revoked here before it expires; disabling the user ends it at once.
 */
@Injectable()
export class ExternalTokenVerifier implements TokenVerifier {
  private readonly lookup: CredentialLookup;
  /** Tokens at the moment in which they are handed on, by their hash. */
  private readonly asked = new Map<string, string>();

  constructor(
    private readonly check: TokenCheck,
    private readonly callers: ExternalCallers,
    private readonly refusals: RefusalMemory,
    cache: CredentialCache,
  ) {
    this.lookup = new CredentialLookup(cache, (hash) => this.ask(hash, this.asked.get(hash) ?? ''));
  }

  accepts(token: string): boolean {
    return SHAPE.test(token);
  }

  verify(token: string, options: VerifyOptions): VerifyResult | Promise<VerifyResult> {
    const hash = createHash('sha256').update(token).digest('hex');
    this.asked.set(hash, token);
    try {
      return this.lookup.verify(hash, options);
    } finally {
      this.asked.delete(hash);
    }
  }

  private async ask(hash: string, token: string): Promise<VerifyResult> {
    const refusal = this.refusals.get(hash);
    if (refusal) throw refusal;
    const claims = await this.check.claimsOf(token, hash);
    if (!claims) return null;
    try {
      return await this.callers.of(claims);
    } catch (error) {
      if (error instanceof ApiException) this.refusals.set(hash, error);
      throw error;
    }
  }
}
