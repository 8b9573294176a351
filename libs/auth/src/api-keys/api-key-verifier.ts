import { Injectable } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { Clock } from '../clock';
import { credentialFaultsOf } from '../credentials/credential-faults';
import { CredentialCache } from '../credentials/credential-cache';
import { CredentialLookup } from '../credentials/credential-lookup';
import type { TokenVerifier, VerifyOptions, VerifyResult } from '../credentials/token-verifier';
import type { Principal } from '../principal';
import { CREDENTIAL_PREFIX, hashApiKey, isApiKey } from './api-key-format';
import { ApiKeyLookupRepository } from './api-key-lookup.repository';
import type { FoundApiKey } from './api-key-lookup.repository';

/** Checks API keys: shape and checksum, then memory, then one query. */
@Injectable()
export class ApiKeyVerifier implements TokenVerifier {
  private readonly lookup: CredentialLookup;

  constructor(
    private readonly keys: ApiKeyLookupRepository,
    cache: CredentialCache,
    private readonly clock: Clock,
  ) {
    this.lookup = new CredentialLookup(cache, (hash) => this.ask(hash));
  }

  accepts(token: string): boolean {
    return token.startsWith(CREDENTIAL_PREFIX);
  }

  verify(token: string, options: VerifyOptions): VerifyResult | Promise<VerifyResult> {
    if (!isApiKey(token)) return null;
    return this.lookup.verify(hashApiKey(token), options);
  }

  private async ask(hash: string): Promise<VerifyResult> {
    const found = await this.keys.find(hash);
    if (!found) return null;
    const expiresAt = endOf(found, hash);
    const faults = credentialFaultsOf({ ...found, expiresAt }, this.clock.now());
    return faults.length > 0 ? null : principalOfKey(found, expiresAt);
  }
}

/** @returns when the secret with that hash ends: one that was rotated away may end before its key */
function endOf({ hash, expiresAt, previousEndsAt }: FoundApiKey, asked: string): Date | null {
  if (asked === hash || previousEndsAt === null) return expiresAt;
  return expiresAt !== null && expiresAt < previousEndsAt ? expiresAt : previousEndsAt;
}

function principalOfKey(key: FoundApiKey, expiresAt: Date | null): Principal {
  return {
    userId: key.userId,
    teamId: asTeamId(key.teamId),
    role: key.role,
    credential: {
      type: 'api_key',
      id: key.id,
      name: key.name,
      keyPrefix: key.prefix,
      clientName: null,
      expiresAt,
    },
    scopes: key.scopes,
    ...(key.mcpBound !== null && { mcpBound: key.mcpBound }),
  };
}
