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
import { endOfKey } from './key-life';
import type { AskedLife } from './key-life';
import { RANDOM_BYTES } from './random-bytes';

export interface NewApiKey extends AskedLife {
  readonly userId: string;
  readonly name: string;
  /** @default both scopes */
  readonly scopes?: readonly Scope[] | undefined;
  /** The tools that hosts with it are shown at most, in the form of MCP_BOUND. @default as the server says */
  readonly mcpBound?: string | null | undefined;
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

  /** @throws KeyLifeError if it would live longer than the team allows */
  async create(teamId: TeamId, key: NewApiKey): Promise<MadeApiKey> {
    const secret = generateApiKey(this.randomBytes);
    const now = this.clock.now();
    const expiresAt = endOfKey(key, now, await this.repository.maxDaysOf(teamId));
    const row = await this.repository.insert(teamId, {
      userId: key.userId,
      name: key.name,
      hash: hashApiKey(secret),
      ...visiblePartsOf(secret),
      scopes: [...(key.scopes ?? SCOPES)],
      mcpBound: key.mcpBound ?? null,
      createdAt: new Date(now),
      expiresAt,
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

  /**
   * Ends every key of the team, on every replica.
   *
   * @param userId only the keys of this user
   * @returns how many that was
   */
  async revokeAll(teamId: TeamId, userId?: string): Promise<number> {
    const rows = await this.repository.revokeAll(teamId, new Date(this.clock.now()), userId);
    for (const row of rows) this.forget(row);
    return rows.length;
  }

  /** @returns longest life of a new key of the team, in days; `null`: any, and none */
  maxDaysOf(teamId: TeamId): Promise<number | null> {
    return this.repository.maxDaysOf(teamId);
  }

  /** Says how long a new key of the team may live; keys that exist keep their end. */
  setMaxDays(teamId: TeamId, maxDays: number | null): Promise<void> {
    return this.repository.setMaxDays(teamId, maxDays);
  }

  private forget({ hash, previousHash }: ApiKeyRow): void {
    this.invalidation.changed(`key:${hash}`);
    if (previousHash !== null) this.invalidation.changed(`key:${previousHash}`);
  }
}
