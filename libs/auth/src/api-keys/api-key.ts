import type { Scope } from '../principal';
import type { ApiKeyRow } from './api-keys.repository';

/** What may be shown of a key. */
export interface ApiKey {
  readonly id: string;
  readonly teamId: string;
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly last4: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
}

/** Row → key: everything but the hash, which is the business of nobody outside. */
export function toApiKey(row: ApiKeyRow): ApiKey {
  const { hash, ...key } = row;
  void hash;
  return key;
}
