import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { counted, number } from '../../ui/format';
import { Page, Section } from '../../ui/page';
import { SeriesChart } from '../../ui/series-chart';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { LatencyAndOutcomes } from './latency';
import { LatencyChart } from './latency-chart';
import { useSeries, useUsage } from './usage';

const SPANS = [
  { label: 'Hour', seconds: 3600, step: 60 },
  { label: '6 hours', seconds: 21_600, step: 300 },
  { label: 'Day', seconds: 86_400, step: 900 },
] as const;

export default function UsagePage() {
  const [label, setLabel] = useState<string>(SPANS[0].label);
  const span = SPANS.find((candidate) => candidate.label === label) ?? SPANS[0];
  const series = useSeries(span.seconds, span.step);
  return (
    <Page
      title="Usage"
      lead="What the team's people, keys and apps call, over REST and MCP alike."
      actions={
        <SegmentedControl
          aria-label="Time span"
          value={label}
          onChange={setLabel}
          data={SPANS.map((candidate) => candidate.label)}
        />
      }
    >
      <Loaded query={series}>
        {({ points, complete }) => (
          <>
            <Totals points={points} />
            <Section title="Calls" about={`The last ${label.toLowerCase()}, a bar for every step.`}>
              <SeriesChart points={points} label="Calls over time" />
              {!complete && <p className="small muted">There were more calls than could be read in time.</p>}
            </Section>
            <Section
              title="Latency"
              about="How long calls that were not refused took in each step, in milliseconds."
            >
              <LatencyChart points={points} />
            </Section>
          </>
        )}
      </Loaded>
      <TopOperations />
      <LatencyAndOutcomes />
    </Page>
  );
}

function Totals({
  points,
}: {
  readonly points: readonly { calls: number; refused: number; shadow_refused: number }[];
}) {
  const sum = (key: 'calls' | 'refused' | 'shadow_refused'): string =>
    number(points.reduce((total, point) => total + point[key], 0));
  return (
    <dl className="tiles">
      <div className="tile">
        <dt>Calls</dt>
        <dd>{sum('calls')}</dd>
      </div>
      <div className="tile">
        <dt>Refused</dt>
        <dd>{sum('refused')}</dd>
      </div>
      <div className="tile">
        <dt>Refused by rules on trial</dt>
        <dd>{sum('shadow_refused')}</dd>
      </div>
    </dl>
  );
}

function TopOperations() {
  const usage = useUsage();
  return (
    <Section title="Tools" about="The operations called most in the last hour." flush>
      <Loaded query={usage}>
        {({ top_operations: operations }) =>
          operations.length === 0 ? (
            <Empty title="No call in the last hour" />
          ) : (
            <DataTable
              label="Tools"
              rows={operations}
              keyOf={(row) => row.operation_id}
              columns={[
                { name: 'Operation', cell: (row) => <code>{row.operation_id}</code> },
                {
                  name: 'Share',
                  cell: (row) => <Share part={row.calls} whole={operations[0]?.calls ?? 1} />,
                },
                { name: 'Calls', numeric: true, cell: ({ calls }) => number(calls) },
                { name: 'Refused', numeric: true, cell: ({ refused }) => number(refused) },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

function Share({ part, whole }: { readonly part: number; readonly whole: number }) {
  return (
    <div className="meter">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={counted(part, 'call')}>
        <rect className="track" width="100" height="8" rx="4" />
        <rect className="fill" width={(part / Math.max(1, whole)) * 100} height="8" rx="4" />
      </svg>
    </div>
  );
}
