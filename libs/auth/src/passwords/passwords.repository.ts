import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { usersTable } from '../users/users.tables';
import { passwordsTable } from './passwords.tables';

/** @global A password belongs to a person, whichever teams the person is in. */
@Injectable()
export class PasswordsRepository {
  constructor(private readonly database: Database) {}

  /**
   * User and hash in one query, so that it takes as long for somebody without a password as for somebody with one.
   * @param email compared without regard to case
   */
  async findByEmail(email: string) {
    const [row] = await this.database.handle
      .select({
        user: {
          id: usersTable.id,
          name: usersTable.name,
          email: usersTable.email,
          disabledAt: usersTable.disabledAt,
        },
        hash: passwordsTable.hash,
      })
      .from(usersTable)
      .leftJoin(passwordsTable, eq(passwordsTable.userId, usersTable.id))
      .where(eq(sql`lower(${usersTable.email})`, email.toLowerCase()));
    return row;
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
      .where(and(eq(passwordsTable.userId, userId), eq(passwordsTable.hash, before)));
  }
}
