import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { auditEntriesTable } from './audit.tables';
import type { AuditEntry } from './audit.tables';

/** @global Entries of all teams are written in one batch; each carries the team of its Principal. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  async append(entries: readonly AuditEntry[]): Promise<void> {
    await this.database.handle.insert(auditEntriesTable).values([...entries]);
  }
}
