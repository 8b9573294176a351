import { Injectable } from '@nestjs/common';
import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { connectedAppsTable as apps } from '../connected-apps/connected-apps.tables';
import { registrationsTable as registrations } from './clients.tables';

/** A client that nobody approved for so long is not waited for. */
const UNUSED_LIFE = sql`interval '7 days'`;
/** Hosts keep a client id for ever and cope badly when it is gone, so a used one stays long after its last use. */
const USED_LIFE = sql`interval '400 days'`;
/** How long after the last note another one is worth a write. */
const NOTE_INTERVAL = sql`interval '1 day'`;

/**
 * Life of the clients that registered themselves.
 * @global anybody may register a client, for whichever team is chosen at consent
 */
@Injectable()
export class RegistrationsRepository {
  constructor(private readonly database: Database) {}

  async insert(values: { clientId: string; clientHash: string; address: string }): Promise<void> {
    await this.database.handle.insert(registrations).values(values).onConflictDoNothing();
  }

  /** @returns how many clients of this address were never approved */
  async countUnused(address: string): Promise<number> {
    return this.database.handle.$count(
      registrations,
      and(eq(registrations.address, address), isNull(registrations.firstUsedAt)),
    );
  }

  /** @param seconds how old it is at least @returns the oldest client of this address that was never approved */
  async oldestUnused(address: string, seconds: number): Promise<string | undefined> {
    const [oldest] = await this.database.handle
      .select({ clientId: registrations.clientId })
      .from(registrations)
      .where(
        and(
          eq(registrations.address, address),
          isNull(registrations.firstUsedAt),
          lt(registrations.createdAt, sql`now() - make_interval(secs => ${seconds}::double precision)`),
        ),
      )
      .orderBy(registrations.createdAt)
      .limit(1);
    return oldest?.clientId;
  }

  async noteApproval(clientId: string): Promise<void> {
    await this.database.handle
      .update(registrations)
      .set({ firstUsedAt: sql`coalesce(${registrations.firstUsedAt}, now())`, lastUsedAt: sql`now()` })
      .where(eq(registrations.clientId, clientId));
  }

  async noteUse(clientId: string): Promise<void> {
    await this.database.handle
      .update(registrations)
      .set({ lastUsedAt: sql`now()` })
      .where(
        and(
          eq(registrations.clientId, clientId),
          lt(registrations.lastUsedAt, sql`now() - ${NOTE_INTERVAL}`),
        ),
      );
  }

  /** @returns clients that were never approved, or not used for so long that their connections are over */
  async forgettable(limit: number): Promise<string[]> {
    const connected = sql`exists (select 1 from ${apps} where ${apps.clientId} = ${registrations.clientId} and ${apps.revokedAt} is null)`;
    const rows = await this.database.handle
      .select({ clientId: registrations.clientId })
      .from(registrations)
      .where(
        or(
          and(isNull(registrations.firstUsedAt), lt(registrations.createdAt, sql`now() - ${UNUSED_LIFE}`)),
          and(
            isNotNull(registrations.firstUsedAt),
            lt(registrations.lastUsedAt, sql`now() - ${USED_LIFE}`),
            sql`not ${connected}`,
          ),
        ),
      )
      .limit(limit);
    return rows.map(({ clientId }) => clientId);
  }

  async delete(clientIds: readonly string[]): Promise<void> {
    if (clientIds.length === 0) return;
    await this.database.handle.delete(registrations).where(inArray(registrations.clientId, [...clientIds]));
  }
}
