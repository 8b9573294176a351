import type { AuditPageView } from '@app/operator';
import { table } from '../table';

type Entry = AuditPageView['entries'][number];

const MAX_TARGETS = 60;

export function renderEntries({ team, entries, next_cursor: cursor }: AuditPageView): string {
  if (entries.length === 0) return `The team ${team.name} has no such entries.`;
  const rows = entries.map((entry) => [
    `${entry.time.slice(0, 19).replace('T', ' ')}`,
    entry.source,
    entry.operation_id,
    String(entry.status),
    entry.refused_by ? `${entry.error_code} (${entry.refused_by.bucket})` : (entry.error_code ?? ''),
    entry.user_id ?? 'operator',
    entry.credential.type,
    targetsOf(entry),
    entry.request_id,
  ]);
  const shown = table(
    ['TIME (UTC)', 'SOURCE', 'OPERATION', 'STATUS', 'ERROR', 'USER', 'CREDENTIAL', 'TARGETS', 'REQUEST ID'],
    rows,
  );
  return cursor === null ? shown : `${shown}\n\nThere are more; add --cursor ${cursor}`;
}

/** One object a line, https://github.com/ndjson/ndjson-spec */
export const renderLines = ({ entries }: AuditPageView): string =>
  entries.map((entry) => JSON.stringify(entry)).join('\n');

/** A path may hold anything, so it is shown as JSON would: no line break or escape sequence reaches the terminal. */
function targetsOf({ targets }: Entry): string {
  const text = Object.entries(targets)
    .map(
      ([name, value]) =>
        `${name}=${typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : value.length}`,
    )
    .join(' ');
  return text.length > MAX_TARGETS ? `${text.slice(0, MAX_TARGETS - 1)}…` : text;
}
