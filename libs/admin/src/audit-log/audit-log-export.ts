import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { AuditEntryView } from '@app/telemetry';

/** One JSON object a line, https://github.com/ndjson/ndjson-spec */
export const NDJSON = 'application/x-ndjson';

/**
 * Sends an export as it is read: no more of it is in memory than a few parts, however slowly the client reads.
 * @throws (rejects) what reading the first part throws, while an error can still be answered; a later one cuts the
 * reply off, so that it does not look complete
 */
export async function ndjsonFileOf(
  parts: AsyncGenerator<readonly AuditEntryView[], void>,
): Promise<StreamableFile> {
  const first = await parts.next();
  async function* lines(): AsyncGenerator<string> {
    try {
      if (!first.done) yield linesOf(first.value);
      for await (const part of parts) yield linesOf(part);
    } finally {
      await parts.return();
    }
  }
  return new StreamableFile(Readable.from(lines()), {
    type: NDJSON,
    disposition: 'attachment; filename="audit-log.ndjson"',
  });
}

const linesOf = (entries: readonly AuditEntryView[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
