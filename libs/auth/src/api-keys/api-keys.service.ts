import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { Clock } from '../clock';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import { SCOPES } from '../principal';
import type { Scope } from '../principal';
import type { ApiKey } from './api-key';
import { toApiKey } from './api-key';
import { generateApiKey, hashApiKey, visiblePartsOf } from './api-key-format';
import { ApiKeysRepository } from './api-keys.repository';
import type { ApiKeyRow, Page } from './api-keys.repository';
import type { RandomBytes } from './base62';
import { RANDOM_BYTES } from './random-bytes';

export const DEFAULT_EXPIRY_DAYS = 90;
const DAY_MS = 86_400_000;

export interface NewApiKey {
  readonly userId: string;
  readonly name: string;
  /** @default both scopes */
  readonly scopes?: readonly Scope[] | undefined;
  /** The tools that hosts with it are shown at most, in the form of MCP_BOUND. @default as the server says */
  readonly mcpBound?: string | null | undefined;
  /** `null`: never expires. @default 90 */
  readonly expiresInDays?: number | null | undefined;
  /** The same as a time; it counts if both are given. */
  readonly expiresAt?: Date | null | undefined;
}

/** A key of somebody, and what becomes of it. */
export interface KeyRotation {
  readonly id: string;
  readonly userId: string;
  /** How long the secret that is replaced is taken, from now on. */
  readonly oldValidSeconds: number;
}

/** A key with its secret, which cannot be read again afterwards. */
export interface MadeApiKey {
  readonly apiKey: ApiKey;
  readonly secret: string;
}

/** Makes, lists, rotates and revokes API keys. Who may do so is for the caller to have checked. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly repository: ApiKeysRepository,
    private readonly invalidation: AuthzInvalidation,
    private readonly clock: Clock,
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
  ) {}

  async create(teamId: TeamId, key: NewApiKey): Promise<MadeApiKey> {
    const secret = generateApiKey(this.randomBytes);
    const now = this.clock.now();
    const row = await this.repository.insert(teamId, {
      userId: key.userId,
      name: key.name,
      hash: hashApiKey(secret),
      ...visiblePartsOf(secret),
      scopes: [...(key.scopes ?? SCOPES)],
      mcpBound: key.mcpBound ?? null,
      createdAt: new Date(now),
      expiresAt: endOf(key, now),
    });
    return { apiKey: toApiKey(row), secret };
  }

  /** @returns keys of the team, or of one user in it, newest first, revoked and expired ones included */
  async list(teamId: TeamId, userId?: string): Promise<ApiKey[]> {
    return (await this.repository.list(teamId, userId)).map(toApiKey);
  }

  /** @returns a page of `list`, and how many there are in all */
  async page(
    teamId: TeamId,
    userId: string | undefined,
    page: Page,
  ): Promise<{ keys: ApiKey[]; total: number }> {
    const { rows, total } = await this.repository.page(teamId, userId, page);
    return { keys: rows.map(toApiKey), total };
  }

  /** @returns a key of the team, also one that has ended */
  async find(teamId: TeamId, id: string): Promise<ApiKey | undefined> {
    const row = await this.repository.find(teamId, id);
    return row && toApiKey(row);
  }

  /**
   * Gives a key another secret, in place of the one that it has. That one goes on for a while; one that was rotated
   * away before ends at once, on every replica.
   *
   * @returns nothing if the user has no such key that can still be used
   */
  rotate(teamId: TeamId, { id, userId, oldValidSeconds }: KeyRotation): Promise<MadeApiKey | undefined> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const found = await this.repository.lockLiving(teamId, id, userId, new Date(now));
      if (!found) return undefined;
      const secret = generateApiKey(this.randomBytes);
      const row = await this.repository.rotate(teamId, found, {
        hash: hashApiKey(secret),
        ...visiblePartsOf(secret),
        previousEndsAt: new Date(now + oldValidSeconds * 1000),
      });
      this.forget(found);
      return { apiKey: toApiKey(row), secret };
    });
  }

  /**
   * Ends a key on every replica.
   *
   * @param userId only if it is a key of this user
   * @returns the key, or nothing if there was no such key to end
   */
  async revoke(teamId: TeamId, id: string, userId?: string): Promise<ApiKey | undefined> {
    const row = await this.repository.revoke(teamId, id, new Date(this.clock.now()), userId);
    if (!row) return undefined;
    this.forget(row);
    return toApiKey(row);
  }

  /**
   * Says which tools hosts with this key are shown at most, on every replica.
   *
   * @param mcpBound in the form of MCP_BOUND; `null`: as the server says
   * @returns the key, or nothing if the team has no such key that was not revoked
   */
  async setMcpBound(teamId: TeamId, id: string, mcpBound: string | null): Promise<ApiKey | undefined> {
    const row = await this.repository.setMcpBound(teamId, id, mcpBound);
    if (!row) return undefined;
    this.forget(row);
    return toApiKey(row);
  }

  /** Ends every key that a user has for the team, on every replica. */
  async revokeAllOf(teamId: TeamId, userId: string): Promise<void> {
    const rows = await this.repository.revokeAllOf(teamId, userId, new Date(this.clock.now()));
    for (const row of rows) this.forget(row);
  }

  private forget({ hash, previousHash }: ApiKeyRow): void {
    this.invalidation.changed(`key:${hash}`);
    if (previousHash !== null) this.invalidation.changed(`key:${previousHash}`);
  }
}

function endOf({ expiresAt, expiresInDays = DEFAULT_EXPIRY_DAYS }: NewApiKey, now: number): Date | null {
  if (expiresAt !== undefined) return expiresAt;
  return expiresInDays === null ? null : new Date(now + expiresInDays * DAY_MS);
}
