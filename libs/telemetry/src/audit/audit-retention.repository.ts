import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';

/** Cluster-wide lock of whoever deletes. */
const LOCK = 'audit-retention';

/** How far one step came. */
export interface RetentionStep {
  readonly deleted: number;
  /** Id of the last entry that was looked at; where the next step goes on. */
  readonly lastId: number;
}

/** @global The time that entries are kept is one for the whole installation. */
@Injectable()
export class AuditRetentionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Deletes what is too old among the oldest entries; the only way that an entry ever goes. Ids rise with time, so
   * only the first few are looked at, however many there are.
   * @param days that an entry is kept
   * @param afterId where the step before ended, 0 at first
   * @param limit entries looked at
   * @returns `undefined` while another process is at it
   */
  deleteOld(days: number, afterId: number, limit: number): Promise<RetentionStep | undefined> {
    return this.database.transaction(async () => {
      if (!(await this.database.tryLock(LOCK))) return undefined;
      const { rows } = await this.database.query<{ deleted: number; last: string | null }>(
        `with oldest as (
           select id, created_at from audit_entries where id > $1 order by id limit $2
         ), gone as (
           delete from audit_entries where id in (
             select id from oldest where created_at < now() - $3::int * interval '1 day'
           ) returning id
         )
         select (select count(*)::int from gone) as deleted, (select max(id)::text from oldest) as last`,
        [afterId, limit, days],
      );
      return { deleted: rows[0]?.deleted ?? 0, lastId: Number(rows[0]?.last ?? afterId) };
    });
  }
}
