import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { errorCodeOf } from '@app/errors';
import { LOGGER } from '../logger';
import type { Logger } from '../logger';
import { AuditRepository } from './audit.repository';
import type { AuditEntry } from './audit.tables';

/** How long an entry may wait for company, in milliseconds. */
const FLUSH_INTERVAL_MS = 200;
/** How long the database is left alone after it has refused a batch, in milliseconds. */
const RETRY_INTERVAL_MS = 2000;
const BATCH_SIZE = 500;
/** Entries kept while the database is away, about 1 KiB each; beyond it they go to the log only. */
export const BUFFER_LIMIT = 20_000;

/**
 * What the database will never take, however often it is asked: data it cannot hold, what breaks a constraint, what
 * is too large. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNACCEPTABLE = /^(22|23|54)/;

/**
 * Writes the audit trail behind the replies: one insert for many calls, so that it costs a call next to
 * nothing. What a database outage keeps from being written stays in memory up to a bound, then in the log.
 */
@Injectable()
export class AuditWriter {
  private buffer: AuditEntry[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** How often it has been asked to write and has not come to it, or is at it. */
  private turns = 0;
  private isAway = false;
  private lost = 0;

  constructor(
    private readonly repository: AuditRepository,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
  ) {
    // Requests in flight end after every shutdown hook but the last; their entries are written then.
    database.beforeClose(() => this.finish());
  }

  /** Entries that wait to be written. */
  get buffered(): number {
    return this.buffer.length;
  }

  /** Entries since the start of the process that are in the log only. */
  get dropped(): number {
    return this.lost;
  }

  /** Takes an entry; returns at once. */
  append(entry: AuditEntry): void {
    if (this.buffer.length >= BUFFER_LIMIT) {
      this.toLog(entry, 'Audit entry not stored: the database is away for too long.');
      return;
    }
    this.buffer.push(entry);
    // Whoever writes goes on until nothing is left; a database that is away is not asked more often the more calls come.
    if (this.turns > 0) return;
    if (this.buffer.length >= BATCH_SIZE && !this.isAway) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Writes what is buffered; resolves when everything appended so far is stored, or has failed once. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.turns += 1;
    // Whoever appended may have been in a transaction, which is none of ours.
    this.writing = this.database.detached(() => this.writing.then(() => this.writeBatches()));
    return this.writing;
  }

  private async finish(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
    for (const entry of this.buffer.splice(0))
      this.toLog(entry, 'Audit entry not stored: the process ends and the database is away.');
  }

  private async writeBatches(): Promise<void> {
    try {
      await this.writeAll();
      if (this.isAway) this.logger.info('Audit entries are written again.');
      this.isAway = false;
    } catch (error) {
      // Said once: an outage of an hour would fill the log.
      if (!this.isAway)
        this.logger.warn({ err: error, entries: this.buffer.length }, 'Audit entries wait for the database.');
      this.isAway = true;
      this.timer ??= setTimeout(() => void this.flush(), RETRY_INTERVAL_MS).unref();
    } finally {
      this.turns -= 1;
    }
  }

  /**
   * An entry that the database will never take must not hold up the others: batches are halved until it stands
   * alone, and it goes to the log.
   * @throws if the database cannot be asked at this time
   */
  private async writeAll(): Promise<void> {
    let size = BATCH_SIZE;
    while (this.buffer.length > 0) {
      const batch = this.buffer.slice(0, size);
      try {
        // Whether the last batch was stored is not known when its answer got lost.
        await this.repository.append(batch, { mayBeStored: this.isAway });
        this.buffer.splice(0, batch.length);
      } catch (error) {
        if (!UNACCEPTABLE.test(errorCodeOf(error) ?? '')) throw error;
        if (batch.length > 1) {
          size = Math.ceil(batch.length / 2);
          continue;
        }
        for (const entry of this.buffer.splice(0, 1))
          this.toLog(entry, 'Audit entry refused by the database.', error);
        size = BATCH_SIZE;
      }
    }
  }

  private toLog(entry: AuditEntry, why: string, error?: unknown): void {
    this.lost += 1;
    this.logger.error({ audit: entry, ...(error !== undefined && { err: error }) }, why);
  }
}
