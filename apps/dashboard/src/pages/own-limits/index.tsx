import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { OwnLimits } from '../../api/types';
import { clock, number, perWindow, titleOf } from '../../ui/format';
import { Page, Section } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';

const MIB = 1024 * 1024;

export default function OwnLimitsPage() {
  const limits = useQuery({
    queryKey: ['own-limits'],
    queryFn: () => call<OwnLimits>('GET', '/api/settings/limits'),
    refetchInterval: 10_000,
  });
  return (
    <Page
      title="Your limits"
      lead="What holds for you in this team now. What is counted for each credential is counted here for this browser."
    >
      <Loaded query={limits}>
        {(found) => (
          <>
            <RateLimits limits={found.rate_limits} />
            <InUse limits={found} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function RateLimits({ limits }: { readonly limits: OwnLimits['rate_limits'] }) {
  return (
    <Section title="Calls" flush>
      <DataTable
        label="Calls"
        rows={limits}
        keyOf={({ bucket, scope, window_seconds: window, limit }) => `${bucket} ${scope} ${window} ${limit}`}
        columns={[
          { name: 'For', cell: ({ bucket }) => <strong>{titleOf(bucket)}</strong> },
          { name: 'Counted per', cell: ({ scope }) => scope },
          { name: 'Limit', cell: (one) => `${number(one.limit)} per ${perWindow(one.window_seconds)}` },
          { name: 'Left', numeric: true, cell: ({ remaining }) => number(remaining) },
          { name: 'More at', cell: ({ reset_at: reset }) => clock(reset) },
        ]}
      />
    </Section>
  );
}

function InUse({ limits: { concurrency, storage } }: { readonly limits: OwnLimits }) {
  const rows = [
    { name: 'Runs', used: number(concurrency.runs.in_use), limit: number(concurrency.runs.limit) },
    {
      name: 'Sandboxes',
      used: number(concurrency.sandboxes.in_use),
      limit: number(concurrency.sandboxes.limit),
    },
    { name: 'Storage', used: mebibytes(storage.used_bytes), limit: mebibytes(storage.limit_bytes) },
  ];
  return (
    <Section title="In use" flush>
      <DataTable
        label="In use"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { name: 'What', cell: ({ name }) => <strong>{name}</strong> },
          { name: 'In use', numeric: true, cell: ({ used }) => used },
          { name: 'Limit', numeric: true, cell: ({ limit }) => limit },
        ]}
      />
    </Section>
  );
}

const mebibytes = (bytes: number): string => `${number(Math.ceil(bytes / MIB))} MiB`;
