import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { ArtifactRow } from './artifact';
import { artifactsTable as artifacts } from './artifacts.tables';

/** Grants are young for so long that their first code may still be on its way. */
const YOUNG_GRANT = sql`interval '1 hour'`;

/**
 * What the authorization server keeps.
 * @global its clients and sessions belong to no team, and a token is what says which team it is for
 */
@Injectable()
export class ArtifactsRepository {
  constructor(private readonly database: Database) {}

  /** @param expiresIn lifetime in seconds; left out: for ever */
  async upsert(row: ArtifactRow, expiresIn: number | undefined): Promise<void> {
    const expiresAt = endOf(expiresIn);
    const { model, idHash, ...values } = row;
    await this.database.handle
      .insert(artifacts)
      .values({ ...row, expiresAt })
      .onConflictDoUpdate({ target: [artifacts.model, artifacts.idHash], set: { ...values, expiresAt } });
    void [model, idHash];
  }

  /** @param expiresIn as in `upsert` @returns whether it was not there yet; of many at a time exactly one is new */
  async insertNew(row: ArtifactRow, expiresIn: number | undefined): Promise<boolean> {
    const made = await this.database.handle
      .insert(artifacts)
      .values({ ...row, expiresAt: endOf(expiresIn) })
      .onConflictDoNothing({ target: [artifacts.model, artifacts.idHash] })
      .returning({ idHash: artifacts.idHash });
    return made.length > 0;
  }

  /** @param expiresIn as in `upsert` @returns whether it was there */
  async update(row: ArtifactRow, expiresIn: number | undefined): Promise<boolean> {
    const { model, idHash, ...values } = row;
    const kept = await this.database.handle
      .update(artifacts)
      .set({ ...values, expiresAt: endOf(expiresIn) })
      .where(this.is(model, idHash))
      .returning({ idHash: artifacts.idHash });
    return kept.length > 0;
  }

  /** @param leewaySeconds for how long a used one still counts as unused */
  async find(model: string, idHash: string, leewaySeconds = 0) {
    const [row] = await this.select(leewaySeconds).where(this.is(model, idHash));
    return row;
  }

  async findByUid(model: string, uidHash: string) {
    const [row] = await this.select(0).where(and(eq(artifacts.model, model), eq(artifacts.uidHash, uidHash)));
    return row;
  }

  async findByUserCode(model: string, userCodeHash: string) {
    const [row] = await this.select(0).where(
      and(eq(artifacts.model, model), eq(artifacts.userCodeHash, userCodeHash)),
    );
    return row;
  }

  private select(leewaySeconds: number) {
    const { model, idHash, payload, sealed, consumedAt } = artifacts;
    const settled = sql<boolean>`coalesce(${consumedAt} <= now() - make_interval(secs => ${leewaySeconds}::double precision), false)`;
    return this.database.handle
      .select({ model, idHash, payload, sealed, consumedAt, settled })
      .from(artifacts);
  }

  /** @returns whether this is its first use; of many at a time exactly one is */
  async consume(model: string, idHash: string): Promise<boolean> {
    const used = await this.database.handle
      .update(artifacts)
      .set({ consumedAt: sql`now()` })
      .where(and(this.is(model, idHash), isNull(artifacts.consumedAt)))
      .returning({ idHash: artifacts.idHash });
    return used.length > 0;
  }

  /**
   * Counts one more use of what is used already.
   * @param leewaySeconds for how long after the first use
   * @param most how often
   * @returns whether it may be used once more
   */
  async reuse(model: string, idHash: string, leewaySeconds: number, most: number): Promise<boolean> {
    const used = await this.database.handle
      .update(artifacts)
      .set({ reuses: sql`${artifacts.reuses} + 1` })
      .where(
        and(
          this.is(model, idHash),
          lt(artifacts.reuses, most),
          gt(artifacts.consumedAt, sql`now() - make_interval(secs => ${leewaySeconds}::double precision)`),
        ),
      )
      .returning({ idHash: artifacts.idHash });
    return used.length > 0;
  }

  /** Leaves the newest of the unused ones under a grant. */
  async trim(model: string, grantHash: string, most: number): Promise<void> {
    const isLive = and(
      eq(artifacts.model, model),
      eq(artifacts.grantHash, grantHash),
      isNull(artifacts.consumedAt),
    );
    const surplus = this.database.handle
      .select({ idHash: artifacts.idHash })
      .from(artifacts)
      .where(isLive)
      .orderBy(desc(artifacts.createdAt), artifacts.idHash)
      .offset(most);
    await this.database.handle.delete(artifacts).where(and(isLive, inArray(artifacts.idHash, surplus)));
  }

  private is(model: string, idHash: string) {
    return and(eq(artifacts.model, model), eq(artifacts.idHash, idHash));
  }

  /** @returns whether it was there; of many at a time exactly one has destroyed it */
  async destroy(model: string, idHash: string): Promise<boolean> {
    const gone = await this.database.handle
      .delete(artifacts)
      .where(this.is(model, idHash))
      .returning({ idHash: artifacts.idHash });
    return gone.length > 0;
  }

  /** @returns the hashes of what is gone */
  async revokeByGrant(model: string, grantHash: string): Promise<string[]> {
    const gone = await this.database.handle
      .delete(artifacts)
      .where(and(eq(artifacts.model, model), eq(artifacts.grantHash, grantHash)))
      .returning({ idHash: artifacts.idHash });
    return gone.map(({ idHash }) => idHash);
  }

  /** Removes grants with everything that was issued under them. @returns the hashes of the access tokens */
  async revokeGrants(grantHashes: readonly string[]): Promise<string[]> {
    if (grantHashes.length === 0) return [];
    const hashes = [...grantHashes];
    // The grant first: what is being issued at this moment finds it gone at its next use.
    await this.database.handle
      .delete(artifacts)
      .where(and(eq(artifacts.model, 'Grant'), inArray(artifacts.idHash, hashes)));
    const gone = await this.database.handle
      .delete(artifacts)
      .where(inArray(artifacts.grantHash, hashes))
      .returning({ model: artifacts.model, idHash: artifacts.idHash });
    return gone.filter(({ model }) => model === 'AccessToken').map(({ idHash }) => idHash);
  }

  /** Removes a client with its registration token. Its grants are for the caller. */
  async deleteClients(clientIds: readonly string[]): Promise<void> {
    if (clientIds.length === 0) return;
    await this.database.handle.delete(artifacts).where(inArray(artifacts.clientId, [...clientIds]));
  }

  /** Removes what is over, some at a time. @returns how many */
  async sweep(limit: number): Promise<number> {
    const { handle } = this.database;
    // A table expression is read once; a join may read a subquery again and find others, beyond the limit.
    // https://www.postgresql.org/docs/current/queries-with.html
    const due = handle.$with('due').as(
      handle
        .select({ model: artifacts.model, idHash: artifacts.idHash })
        .from(artifacts)
        .where(lt(artifacts.expiresAt, sql`now()`))
        .limit(limit)
        .for('update', { skipLocked: true }),
    );
    const gone = await handle
      .with(due)
      .delete(artifacts)
      .where(
        sql`(${artifacts.model}, ${artifacts.idHash}) in (select ${due.model}, ${due.idHash} from ${due})`,
      )
      .returning({ idHash: artifacts.idHash });
    return gone.length;
  }

  /** Grants under which nothing is left that could be used; every approval makes a new one. */
  async emptyGrants(limit: number): Promise<string[]> {
    const rows = await this.database.handle
      .select({ idHash: artifacts.idHash })
      .from(artifacts)
      .where(
        and(
          eq(artifacts.model, 'Grant'),
          lt(artifacts.createdAt, sql`now() - ${YOUNG_GRANT}`),
          sql`not exists (select 1 from ${artifacts} other where other.grant_hash = ${artifacts.idHash})`,
        ),
      )
      .limit(limit);
    return rows.map(({ idHash }) => idHash);
  }
}

const endOf = (expiresIn: number | undefined) =>
  expiresIn === undefined ? null : sql`now() + make_interval(secs => ${expiresIn}::double precision)`;
