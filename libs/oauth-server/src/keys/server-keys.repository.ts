import { Injectable } from '@nestjs/common';
import { asc, desc, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import { serverKeysTable as keys } from './keys.tables';

export type KeyUse = 'tokens' | 'cookies';

export interface StoredKey {
  readonly id: string;
  readonly use: KeyUse;
  readonly sealed: string;
  /** Whether it signs already. */
  readonly active: boolean;
}

/**
 * Keys of the authorization server.
 * @global the server has one set of keys, for all teams
 */
@Injectable()
export class ServerKeysRepository {
  constructor(private readonly database: Database) {}

  /** Those that still verify, the newest active one first, those to come last. */
  list(): Promise<StoredKey[]> {
    // Not now(): that is when a transaction began, and this one may have waited for a replica that made keys since.
    const active = sql<boolean>`${keys.activeAt} <= statement_timestamp()`;
    return this.database.handle
      .select({ id: keys.id, use: keys.use, sealed: keys.sealed, active })
      .from(keys)
      .where(or(isNull(keys.retiredAt), gt(keys.retiredAt, sql`statement_timestamp()`)))
      .orderBy(desc(active), desc(keys.activeAt), asc(keys.id));
  }

  /** @param activeInSeconds from when on it signs */
  async insert(key: Omit<StoredKey, 'active'>, activeInSeconds: number): Promise<void> {
    await this.database.handle.insert(keys).values({ ...key, activeAt: inSeconds(activeInSeconds) });
  }

  async reseal(id: string, sealed: string): Promise<void> {
    await this.database.handle
      .update(keys)
      .set({ sealed })
      .where(inArray(keys.id, [id]));
  }

  /** Lets every key that has no end yet end then. */
  async retireAll(retiredInSeconds: number): Promise<void> {
    await this.database.handle
      .update(keys)
      .set({ retiredAt: inSeconds(retiredInSeconds) })
      .where(
        retiredInSeconds > 0
          ? isNull(keys.retiredAt)
          : or(isNull(keys.retiredAt), gt(keys.retiredAt, sql`now()`)),
      );
  }

  /** Keys that ended a while ago are of no use to anybody, thieves apart. */
  async deleteRetired(): Promise<void> {
    await this.database.handle.delete(keys).where(lte(keys.retiredAt, sql`now() - interval '1 day'`));
  }
}

/** Cut and not rounded to the column's milliseconds: rounded up, what holds from now on would not hold yet. */
const inSeconds = (seconds: number): SQL =>
  sql`date_trunc('milliseconds', now() + make_interval(secs => ${seconds}::double precision))`;
