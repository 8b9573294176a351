import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { CredentialCache, CredentialLookup, TokenVerifiers } from '@app/auth';
import type { Principal, TokenVerifier, VerifyOptions, VerifyResult } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { hashOf } from '../artifacts/artifact';
import { resourceOf } from '../provider/resource';
import { AccessTokensRepository } from './access-tokens.repository';
import { toPrincipal } from './to-principal';

/** 256 bits as the library spells them. */
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Checks access tokens of the embedded authorization server: memory, then one query. */
@Injectable()
export class AccessTokenVerifier implements TokenVerifier, OnModuleInit {
  private readonly lookup: CredentialLookup;
  private readonly apps = new WeakMap<Principal, string>();
  private readonly resource: string;

  constructor(
    private readonly tokens: AccessTokensRepository,
    private readonly verifiers: TokenVerifiers,
    @Inject(CONFIG) private readonly config: Config,
    cache: CredentialCache,
  ) {
    this.lookup = new CredentialLookup(cache, (hash) => this.ask(hash));
    this.resource = resourceOf(config.publicUrl);
  }

  onModuleInit(): void {
    if (!this.config.oauth.external) this.verifiers.register(this);
  }

  accepts(token: string): boolean {
    return SHAPE.test(token);
  }

  verify(token: string, options: VerifyOptions): VerifyResult | Promise<VerifyResult> {
    return this.lookup.verify(hashOf(token), options);
  }

  /** @returns id of the connected app whose token gave this Principal */
  appOf(principal: Principal): string | undefined {
    return this.apps.get(principal);
  }

  private async ask(hash: string): Promise<VerifyResult> {
    const found = await this.tokens.find(hash);
    const principal = found ? toPrincipal(found, this.resource) : null;
    if (found && principal) this.apps.set(principal, found.appId);
    return principal;
  }
}
