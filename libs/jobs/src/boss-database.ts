import type PgBoss from 'pg-boss';
import type { Database } from '@app/database';

/** A script that pg-boss would run in a transaction of its own. */
const OWN_TRANSACTION = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/;

/**
 * Lets pg-boss speak through the product's database, so that what it writes commits or rolls back with the rows
 * beside it, and no second pool is opened. Its scripts lose their BEGIN and COMMIT, which would end a transaction
 * that is open, or stay open after a failure.
 */
export function bossDatabase(database: Database): PgBoss.Db {
  return {
    executeSql: async (text, values) => {
      const script = OWN_TRANSACTION.exec(text)?.[1];
      if (script === undefined) return database.query(text, values);
      await database.runScript(script);
      return { rows: [] };
    },
  };
}
