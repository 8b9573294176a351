import { useNameOf } from '../../api/members';
import type { AuditEntry } from '../../api/types';
import { Badge } from '../../ui/badge';
import { clock, day } from '../../ui/format';
import { DataTable } from '../../ui/table';

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const nameOf = useNameOf();
  return (
    <DataTable
      label="Entries"
      rows={entries}
      keyOf={({ id }) => String(id)}
      columns={[
        {
          name: 'Time',
          cell: ({ time }) => (
            <time dateTime={time} title={time}>
              {day(time)}, {clock(time)}
            </time>
          ),
        },
        { name: 'Operation', cell: (entry) => <code>{entry.operation_id}</code> },
        { name: 'Person', cell: (entry) => nameOf(entry.user_id) },
        { name: 'Source', cell: ({ source }) => source },
        { name: 'Outcome', cell: (entry) => <Outcome entry={entry} /> },
        { name: 'ms', numeric: true, cell: (entry) => entry.duration_ms },
        { name: 'Request id', cell: (entry) => <code className="muted">{entry.request_id}</code> },
      ]}
    />
  );
}

function Outcome({ entry }: { readonly entry: AuditEntry }) {
  const { status, error_code: code, refused_by: refusedBy } = entry;
  const words = refusedBy === null ? (code ?? String(status)) : `${code ?? status} (${refusedBy.bucket})`;
  if (status < 400) return <Badge tone="good">{words}</Badge>;
  return <Badge tone={status >= 500 || status === 429 ? 'danger' : 'warning'}>{words}</Badge>;
}
