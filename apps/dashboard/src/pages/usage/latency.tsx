import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { AuditPage } from '../../api/types';
import { number } from '../../ui/format';
import { Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { latencies } from './percentiles';
import type { OperationLatency } from './percentiles';

const ENTRIES = 200;

/** How long calls took, from the newest entries of the audit trail. */
export function LatencyAndOutcomes() {
  const entries = useQuery({
    queryKey: ['usage', 'latency'],
    queryFn: () => call<AuditPage>('GET', '/api/admin/audit-log', { query: { limit: ENTRIES } }),
    refetchInterval: 15_000,
  });
  return (
    <Section title="Latency and outcome" about={`Of the last ${ENTRIES} calls, in milliseconds.`} flush>
      <Loaded query={entries}>
        {(page) => {
          const rows = latencies(page.entries);
          if (rows.length === 0) return <Empty title="No call yet" />;
          const top = Math.max(1, ...rows.map(({ p99 }) => p99));
          return (
            <DataTable
              label="Latency and outcome"
              rows={rows.slice(0, 15)}
              keyOf={({ operation }) => operation}
              columns={[
                { name: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
                { name: 'p50 – p95 – p99', cell: (row) => <Spread row={row} top={top} /> },
                { name: 'p50', numeric: true, cell: ({ p50 }) => number(p50) },
                { name: 'p95', numeric: true, cell: ({ p95 }) => number(p95) },
                { name: 'p99', numeric: true, cell: ({ p99 }) => number(p99) },
                {
                  name: 'Failed',
                  numeric: true,
                  cell: (row) => `${number(row.failed)} of ${number(row.calls)}`,
                },
              ]}
            />
          );
        }}
      </Loaded>
    </Section>
  );
}

function Spread({ row, top }: { readonly row: OperationLatency; readonly top: number }) {
  const x = (value: number): number => (value / top) * 100;
  return (
    <div className="meter">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect className="track" width={Math.max(1, x(row.p99))} height="8" />
        <rect className="fill" width={Math.max(1, x(row.p95))} y="1.5" height="5" opacity="0.5" />
        <rect className="fill" width={Math.max(1, x(row.p50))} height="8" />
      </svg>
    </div>
  );
}
