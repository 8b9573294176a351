import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { MIGRATION_LOCK } from './migrations';

/** The Drizzle handle of either driver; repositories use nothing that only one of them has. */
export type Handle = PgDatabase<PgQueryResultHKT, Record<string, never>>;
export type DatabaseDriver = 'pglite' | 'postgres';

/** Connections of a pool at this moment. */
export interface PoolUse {
  /** How many it may open. */
  readonly size: number;
  readonly busy: number;
  readonly idle: number;
  /** Queries that wait for one. */
  readonly waiting: number;
}

interface OpenTransaction {
  readonly handle: Handle;
  readonly afterCommit: (() => void)[];
}

/**
 * The database as the code base sees it. Whoever runs inside `transaction` joins it without passing a handle
 * around: the idempotency interceptor opens one, and key row, effect and stored reply commit together.
 */
@Injectable()
export class Database {
  private readonly open = new AsyncLocalStorage<OpenTransaction>();
  private readonly lastWrites: (() => Promise<void>)[] = [];

  constructor(
    private readonly root: Handle,
    readonly driver: DatabaseDriver,
    private readonly closeDriver: () => Promise<void>,
    /** How the pool of the server's driver is used; the embedded database has none. */
    readonly poolUse: () => PoolUse | undefined = () => undefined,
  ) {}

  /** Handle of the transaction this code runs in, else of the pool. */
  get handle(): Handle {
    return this.open.getStore()?.handle ?? this.root;
  }

  /**
   * Runs `work` in a transaction, or in the one that is already open. A throw rolls back.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.open.getStore()) return work();
    const afterCommit: (() => void)[] = [];
    const result = await this.root.transaction((handle) =>
      this.open.run({ handle: handle, afterCommit }, work),
    );
    for (const action of afterCommit) action();
    return result;
  }

  /**
   * Runs one statement of a library that brings its own SQL, in the open transaction if there is one.
   * @param values of the placeholders `$1`, `$2` …
   */
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<{ rows: Row[] }> {
    const statement = { sql: text, params: [...values] };
    const prepared = this.handle._.session.prepareQuery(statement, undefined, undefined, false);
    return prepared.execute() as Promise<{ rows: Row[] }>;
  }

  /**
   * As `query`, for a script of several statements without values. The script runs in a transaction and must not
   * begin or end one itself: a failure half-way would leave the connection inside it.
   */
  async runScript(text: string): Promise<void> {
    await this.transaction(async () => {
      if (this.driver === 'postgres') await this.query(text);
      else await embeddedClientOf(this.handle).exec(text);
    });
  }

  /** Begins `work` outside the open transaction: for what goes on in the background when that has ended. */
  detached<T>(work: () => T): T {
    return this.open.exit(work);
  }

  /** Runs `action` once the open transaction has committed; at once if there is none. */
  afterCommit(action: () => void): void {
    const current = this.open.getStore();
    if (current) current.afterCommit.push(action);
    else action();
  }

  /**
   * Makes other processes that set up the same database wait until the open transaction ends.
   * @throws if no transaction is open, as the lock would end at once
   */
  async lockForSetup(): Promise<void> {
    const current = this.open.getStore();
    if (!current) throw new Error('lockForSetup is for use inside a transaction.');
    await current.handle.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  }

  /**
   * Takes a lock by name until the open transaction ends; nobody waits for it.
   * @returns whether it was free
   * @throws if no transaction is open
   */
  async tryLock(name: string): Promise<boolean> {
    if (!this.open.getStore()) throw new Error('tryLock is for use inside a transaction.');
    const { rows } = await this.query<{ locked: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as locked',
      [name],
    );
    return rows[0]?.locked === true;
  }

  /** Round trip to the server. @throws if it cannot be reached */
  async ping(): Promise<void> {
    await this.root.execute(sql`select 1`);
  }

  /** Registers what must still be written when everything else has stopped, such as buffered entries. */
  beforeClose(write: () => Promise<void>): void {
    this.lastWrites.push(write);
  }

  /** Writes what is left, then closes pool or folder; in-flight queries finish first. */
  async close(): Promise<void> {
    for (const write of this.lastWrites) await write();
    await this.closeDriver();
  }
}

/** The embedded database takes several statements at once only past the driver of Drizzle. */
function embeddedClientOf(handle: Handle): { exec(text: string): Promise<unknown> } {
  return (handle._.session as unknown as { client: { exec(text: string): Promise<unknown> } }).client;
}
