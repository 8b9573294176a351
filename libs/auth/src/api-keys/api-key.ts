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
  /** The tools that hosts with it are shown at most, in the form of MCP_BOUND; null: as the server says. */
  readonly mcpBound: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  /** Until when the secret before the last rotation is taken; null if the key was never rotated. */
  readonly previousEndsAt: Date | null;
}

/** Row → key: everything but the hashes, which are the business of nobody outside. */
export function toApiKey(row: ApiKeyRow): ApiKey {
  const { hash, previousHash, ...key } = row;
  void hash;
  void previousHash;
  return key;
}
