import { Injectable } from '@nestjs/common';
import { AuditRepository } from './audit.repository';
import type { AuditEntry } from './audit.tables';

/** Writes entries at once, for what is done rarely and by a process that may end right after. */
@Injectable()
export class AuditRecords {
  constructor(private readonly repository: AuditRepository) {}

  /** @throws (rejects) if the database does not take them; then none is written */
  async write(entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length > 0) await this.repository.append(entries);
  }
}
