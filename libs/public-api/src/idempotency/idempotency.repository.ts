import { Injectable } from '@nestjs/common';
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { errorCodeOf } from '@app/errors';
import { idempotencyKeysTable as keys } from './idempotency.tables';

export interface IdempotencyKey {
  readonly credentialId: string;
  readonly operationId: string;
  readonly key: string;
}

export interface StoredReply {
  readonly fingerprint: string;
  readonly status: number;
  readonly reply: string;
}

const LOCK_NOT_AVAILABLE = '55P03';
const EXPIRED = sql`now() - interval '24 hours'`;

/** The key is being used by a call that has not ended within the time one waits for it. */
export class KeyInUseError extends Error {}

/** @global Keys belong to a credential, and a credential belongs to one team. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the key for the open transaction. Another transaction that holds it is waited for.
   *
   * @param waitMs longest wait for the other transaction, in milliseconds
   * @returns `undefined` if the key is now ours, else the reply stored under it
   * @throws KeyInUseError after `waitMs`
   */
  async take(id: IdempotencyKey, fingerprint: string, waitMs: number): Promise<StoredReply | undefined> {
    const { handle } = this.database;
    await handle.execute(sql`select set_config('lock_timeout', ${String(waitMs)}, true)`);
    const taken = await this.insert(id, fingerprint);
    await handle.execute(sql`select set_config('lock_timeout', '0', true)`);
    if (taken) return undefined;
    const [stored] = await handle.select().from(keys).where(this.is(id));
    if (!stored) throw new KeyInUseError();
    return stored;
  }

  /** @returns the reply that is kept under the key, without taking the key or waiting for anybody */
  async find(id: IdempotencyKey): Promise<StoredReply | undefined> {
    const [stored] = await this.database.handle
      .select()
      .from(keys)
      .where(and(this.is(id), gte(keys.createdAt, EXPIRED)));
    return stored;
  }

  /** Stores the reply of the effect in the same transaction. */
  async store(id: IdempotencyKey, status: number, reply: string): Promise<void> {
    await this.database.handle.update(keys).set({ status, reply }).where(this.is(id));
  }

  /** Removes keys past their 24 hours. */
  async sweep(): Promise<void> {
    await this.database.handle.delete(keys).where(lt(keys.createdAt, EXPIRED));
  }

  private async insert(id: IdempotencyKey, fingerprint: string): Promise<boolean> {
    try {
      const rows = await this.database.handle
        .insert(keys)
        .values({ ...id, fingerprint })
        .onConflictDoUpdate({
          target: [keys.credentialId, keys.operationId, keys.key],
          set: { fingerprint, status: 0, reply: '', createdAt: sql`now()` },
          setWhere: lt(keys.createdAt, EXPIRED),
        })
        .returning({ key: keys.key });
      return rows.length > 0;
    } catch (error) {
      if (errorCodeOf(error) === LOCK_NOT_AVAILABLE) throw new KeyInUseError();
      throw error;
    }
  }

  private is(id: IdempotencyKey) {
    return and(
      eq(keys.credentialId, id.credentialId),
      eq(keys.operationId, id.operationId),
      eq(keys.key, id.key),
    );
  }
}
