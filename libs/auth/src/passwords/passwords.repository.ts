import { Injectable } from '@nestjs/common';
import { eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { passwordsTable } from './passwords.tables';

/** @global A password belongs to a person, whichever teams the person is in. */
@Injectable()
export class PasswordsRepository {
  constructor(private readonly database: Database) {}

  async find(userId: string): Promise<string | undefined> {
    const [row] = await this.database.handle
      .select({ hash: passwordsTable.hash })
      .from(passwordsTable)
      .where(eq(passwordsTable.userId, userId));
    return row?.hash;
  }

  async put(userId: string, hash: string): Promise<void> {
    await this.database.handle
      .insert(passwordsTable)
      .values({ userId, hash })
      .onConflictDoUpdate({ target: passwordsTable.userId, set: { hash, changedAt: sql`now()` } });
  }

  /** Replaces a hash by one of the same password, unless the password was changed meanwhile. */
  async rehash(userId: string, before: string, after: string): Promise<void> {
    await this.database.handle
      .update(passwordsTable)
      .set({ hash: after })
      .where(sql`${passwordsTable.userId} = ${userId} and ${passwordsTable.hash} = ${before}`);
  }
}
