import { Inject, Module } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { TokenVerifiers } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ExternalCallers } from './external-callers.service';
import { ExternalKeys } from './external-keys.service';
import { ExternalTokenVerifier } from './external-token.verifier';
import { RefusalMemory } from './refusal-memory';
import { TokenCheck } from './token-check.service';

/** Access tokens of an external authorization server, where one is configured. */
@Module({
  providers: [ExternalKeys, TokenCheck, ExternalCallers, RefusalMemory, ExternalTokenVerifier],
})
export class ExternalServerModule implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly verifiers: TokenVerifiers,
    private readonly verifier: ExternalTokenVerifier,
  ) {}

  onModuleInit(): void {
    if (this.config.oauth.external) this.verifiers.register(this.verifier);
  }
}
