import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { toAuditEntryView } from './audit-entry.view';
import type { AuditEntryView } from './audit-entry.view';
import type { AuditFilter } from './audit-filter';
import { AuditLogRepository } from './audit-log.repository';
import { decodePosition, encodePosition } from './audit-position';
import type { AuditPosition } from './audit-position';

/**
 * Entries read at a time for an export: what it holds in memory, however long it is. Four times as many make a
 * process grow by 200 MB rather than 15, and are slower.
 */
const EXPORT_BATCH = 250;

/** Some entries, and where the next ones begin; `null` at the end. */
export interface AuditPage {
  readonly entries: readonly AuditEntryView[];
  readonly nextCursor: string | null;
}

/**
 * The audit trail of a team, to be read. An entry appears up to 200 ms after its call, later after an outage of the
 * database.
 *
 * Cursors are places of entries and not numbers, so pages neither repeat nor pass over entries while others are
 * written.
 */
@Injectable()
export class AuditLog {
  constructor(private readonly repository: AuditLogRepository) {}

  /**
   * @param request `limit` entries at most; `cursor` of the page before
   * @returns entries, newest first
   * @throws invalid_request for a cursor that is none
   */
  async page(
    teamId: TeamId,
    filter: AuditFilter,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<AuditPage> {
    const before = cursor === undefined ? undefined : positionOf(cursor);
    const rows = await this.repository.newest(teamId, filter, limit + 1, before);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { entries: shown.map(toAuditEntryView), nextCursor: last ? encodePosition(last) : null };
  }

  /**
   * All entries, oldest first, some at a time: each one that stood in the trail when the export began, once. Later
   * ones stay out, so an export ends however many calls come in.
   */
  async *export(teamId: TeamId, filter: AuditFilter): AsyncGenerator<readonly AuditEntryView[], void> {
    let cursor: string | undefined | null;
    while (cursor !== null) {
      const { entries, nextCursor }: AuditPage = await this.exportPage(teamId, filter, { cursor });
      if (entries.length > 0) yield entries;
      cursor = nextCursor;
    }
  }

  /**
   * A part of an export, for callers that cannot take a stream.
   * @param request `cursor` of the part before; `limit` entries at most
   * @throws invalid_request for a cursor that is none
   */
  async exportPage(
    teamId: TeamId,
    filter: AuditFilter,
    { cursor, limit = EXPORT_BATCH }: { readonly cursor?: string | undefined; readonly limit?: number },
  ): Promise<AuditPage> {
    const [after, end] = cursor === undefined ? [] : cursor.split(END).map(positionOf);
    const [upTo = end] = cursor === undefined ? await this.repository.newest(teamId, filter, 1) : [];
    if (!upTo) return cursor === undefined ? { entries: [], nextCursor: null } : notACursor();
    const rows = await this.repository.oldest(teamId, filter, limit, { after, upTo });
    const last = rows.at(-1);
    const isOver = rows.length < limit || !last || last.id === upTo.id;
    const nextCursor = isOver ? null : encodePosition(last) + END + encodePosition(upTo);
    return { entries: rows.map(toAuditEntryView), nextCursor };
  }
}

/** Stands between the two places of an export's cursor: where it goes on, and where it ends. */
const END = '.';

function positionOf(cursor: string): AuditPosition {
  return decodePosition(cursor) ?? notACursor();
}

function notACursor(): never {
  const message = 'must be the next_cursor of the page before';
  throw new ApiException('invalid_request', {
    message: `cursor ${message}.`,
    details: [{ field: 'cursor', message, code: 'invalid_format' }],
  });
}
