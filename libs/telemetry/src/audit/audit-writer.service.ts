import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { isStoreDown } from '@app/errors';
import { LOGGER } from '../logger';
import type { Logger } from '../logger';
import { AuditRepository } from './audit.repository';
import type { AuditEntry } from './audit.tables';

/** How long an entry may wait for company, in milliseconds. */
const FLUSH_INTERVAL_MS = 200;
const BATCH_SIZE = 500;
/** Entries kept while the database is away; beyond it they go to the log only. */
const BUFFER_LIMIT = 20_000;

/**
 * Writes the audit trail behind the replies: one insert for many calls, so that it costs a call next to
 * nothing. What a database outage keeps from being written stays in memory up to a bound, then in the log.
 */
@Injectable()
export class AuditWriter {
  private buffer: AuditEntry[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: AuditRepository,
    @Inject(LOGGER) private readonly logger: Logger,
    database: Database,
  ) {
    // Requests in flight end after every shutdown hook but the last; their entries are written then.
    database.beforeClose(() => this.flush());
  }

  /** Takes an entry; returns at once. */
  append(entry: AuditEntry): void {
    if (this.buffer.length >= BUFFER_LIMIT) {
      this.logger.error({ audit: entry }, 'Audit entry not stored: the database is away for too long.');
      return;
    }
    this.buffer.push(entry);
    if (this.buffer.length >= BATCH_SIZE) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Writes what is buffered; resolves when everything appended so far is stored, or has failed once. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeBatches());
    return this.writing;
  }

  private async writeBatches(): Promise<void> {
    while (this.buffer.length > 0) {
      const batch = this.buffer.slice(0, BATCH_SIZE);
      try {
        await this.write(batch);
      } catch (error) {
        this.logger.warn({ err: error, entries: this.buffer.length }, 'Audit entries wait for the database.');
        this.timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS * 10).unref();
        return;
      }
      this.buffer.splice(0, batch.length);
    }
  }

  /**
   * Writes a batch. An entry that the database will never take must not hold up the others: the batch is halved
   * until it stands alone, and it goes to the log.
   * @throws if the database is away
   */
  private async write(batch: readonly AuditEntry[]): Promise<void> {
    try {
      await this.repository.append(batch);
    } catch (error) {
      if (isStoreDown(error)) throw error;
      if (batch.length === 1) {
        this.logger.error({ err: error, audit: batch[0] }, 'Audit entry refused by the database.');
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, half));
      await this.write(batch.slice(half));
    }
  }
}
