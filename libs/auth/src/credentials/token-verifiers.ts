import { Injectable } from '@nestjs/common';
import type { TokenVerifier } from './token-verifier';

/** The kinds of tokens besides API keys. A module that issues or accepts one registers its verifier here. */
@Injectable()
export class TokenVerifiers {
  private readonly verifiers: TokenVerifier[] = [];

  register(verifier: TokenVerifier): void {
    this.verifiers.push(verifier);
  }

  /** @returns the first verifier that takes the token, or `undefined` if none does */
  for(token: string): TokenVerifier | undefined {
    return this.verifiers.find((verifier) => verifier.accepts(token));
  }
}
