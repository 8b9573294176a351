import { Injectable } from '@nestjs/common';
import { ApiKeyVerifier } from '../api-keys/api-key-verifier';
import type { TokenVerifier, VerifyOptions, VerifyResult } from '../credentials/token-verifier';
import { TokenVerifiers } from '../credentials/token-verifiers';

/** Sends a bearer token to whoever knows its kind: `duvo_…` is an API key, the rest is for what is registered. */
@Injectable()
export class CredentialVerification {
  constructor(
    private readonly apiKeys: ApiKeyVerifier,
    private readonly others: TokenVerifiers,
  ) {}

  verify(token: string, options: VerifyOptions): VerifyResult | Promise<VerifyResult> {
    const verifier: TokenVerifier | undefined = this.apiKeys.accepts(token)
      ? this.apiKeys
      : this.others.for(token);
    return verifier ? verifier.verify(token, options) : null;
  }
}
