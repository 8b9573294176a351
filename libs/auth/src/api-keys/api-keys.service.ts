import { Inject, Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { Clock } from '../clock';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import { SCOPES } from '../principal';
import type { Scope } from '../principal';
import type { ApiKey } from './api-key';
import { toApiKey } from './api-key';
import { generateApiKey, hashApiKey, visiblePartsOf } from './api-key-format';
import { ApiKeysRepository } from './api-keys.repository';
import type { RandomBytes } from './base62';
import { RANDOM_BYTES } from './random-bytes';

export const DEFAULT_EXPIRY_DAYS = 90;
const DAY_MS = 86_400_000;

export interface NewApiKey {
  readonly userId: string;
  readonly name: string;
  /** @default both scopes */
  readonly scopes?: readonly Scope[] | undefined;
  /** `null`: never expires. @default 90 */
  readonly expiresInDays?: number | null | undefined;
}

/** Makes, lists and revokes API keys. Who may do so is for the caller to have checked. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly invalidation: AuthzInvalidation,
    private readonly clock: Clock,
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
  ) {}

  /** @returns the key with its secret, which cannot be read again afterwards */
  async create(teamId: TeamId, key: NewApiKey): Promise<{ apiKey: ApiKey; secret: string }> {
    const secret = generateApiKey(this.randomBytes);
    const now = this.clock.now();
    const days = key.expiresInDays === undefined ? DEFAULT_EXPIRY_DAYS : key.expiresInDays;
    const row = await this.repository.insert(teamId, {
      userId: key.userId,
      name: key.name,
      hash: hashApiKey(secret),
      ...visiblePartsOf(secret),
      scopes: [...(key.scopes ?? SCOPES)],
      createdAt: new Date(now),
      expiresAt: days === null ? null : new Date(now + days * DAY_MS),
    });
    return { apiKey: toApiKey(row), secret };
  }

  /** @returns keys of the team, or of one user in it, newest first, revoked and expired ones included */
  async list(teamId: TeamId, userId?: string): Promise<ApiKey[]> {
    return (await this.repository.list(teamId, userId)).map(toApiKey);
  }

  /** Ends a key on every replica. @returns the key, or nothing if there was no such key to end */
  async revoke(teamId: TeamId, id: string): Promise<ApiKey | undefined> {
    const row = await this.repository.revoke(teamId, id, new Date(this.clock.now()));
    if (!row) return undefined;
    this.invalidation.changed(`key:${row.hash}`);
    return toApiKey(row);
  }
}
