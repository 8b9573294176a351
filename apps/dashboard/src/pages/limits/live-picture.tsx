import { useNameOf } from '../../api/members';
import type { Usage } from '../../api/types';
import { Badge } from '../../ui/badge';
import { number, perWindow } from '../../ui/format';
import { Meter } from '../../ui/meter';
import { Section } from '../../ui/page';
import { SeriesChart } from '../../ui/series-chart';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { useSeries, useUsage } from '../usage/usage';

type Credential = Usage['credentials'][number];

/** The last hour as it goes on: who calls, what is left to them, and what was refused. */
export function LivePicture() {
  const series = useSeries(3600, 60);
  const usage = useUsage();
  return (
    <>
      <Section
        title="Live"
        about="The last hour, a bar per minute; refreshed every few seconds."
        actions={<Badge tone="good">Live</Badge>}
      >
        <Loaded query={series}>
          {({ points }) => <SeriesChart points={points} label="Calls per minute in the last hour" />}
        </Loaded>
      </Section>
      <Section title="Who calls" about="The busiest credentials of the last hour." flush>
        <Loaded query={usage}>
          {({ credentials }) =>
            credentials.length === 0 ? (
              <Empty title="No call in the last hour">Connect a host, and its calls show here.</Empty>
            ) : (
              <CredentialTable rows={credentials} />
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

function CredentialTable({ rows }: { readonly rows: readonly Credential[] }) {
  const nameOf = useNameOf();
  return (
    <DataTable
      label="Who calls"
      rows={rows}
      keyOf={({ credential, user_id }) => `${credential.id} ${user_id}`}
      columns={[
        {
          name: 'Credential',
          cell: ({ credential }) => (
            <span>
              {credential.name ?? credential.client_id ?? KINDS[credential.type] ?? credential.id}
              {credential.key_prefix && <code className="muted"> {credential.key_prefix}…</code>}
            </span>
          ),
        },
        { name: 'Person', cell: (row) => nameOf(row.user_id) },
        { name: 'Calls', numeric: true, cell: ({ calls }) => number(calls) },
        { name: 'Refused', numeric: true, cell: (row) => <Refused row={row} /> },
        { name: 'In use now', cell: ({ buckets }) => <BucketMeters buckets={buckets} /> },
      ]}
    />
  );
}

const KINDS: Readonly<Record<string, string>> = { session: 'Dashboard', api_key: 'API key', oauth: 'App' };

function Refused({ row }: { readonly row: Credential }) {
  return (
    <span>
      {row.refused > 0 ? <Badge tone="danger">{number(row.refused)}</Badge> : '0'}
      {row.shadow_refused > 0 && <Badge tone="warning">{number(row.shadow_refused)} on trial</Badge>}
    </span>
  );
}

function BucketMeters({ buckets }: { readonly buckets: Credential['buckets'] }) {
  const counted = buckets.filter(({ used, mode }) => (used ?? 0) > 0 && mode === 'enforce');
  if (counted.length === 0) return <span className="muted">Nothing</span>;
  return (
    <div>
      {counted.slice(0, 3).map((use) => (
        <Meter
          key={`${use.bucket} ${use.counted_per}`}
          used={use.used ?? 0}
          limit={use.limit}
          label={`${use.bucket}, each ${use.counted_per}`}
          per={perWindow(use.window_seconds)}
        />
      ))}
    </div>
  );
}
