import { ChartFrame } from '../../ui/chart-frame';
import { clock, number } from '../../ui/format';

export interface LatencyPoint {
  readonly at: string;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
}

const CURVES = [
  ['p99', 'p99'],
  ['p95', 'p95'],
  ['p50', 'p50, the median'],
] as const;

/** How long calls took over time, in milliseconds: a mark per step that had calls, joined where steps follow on. */
export function LatencyChart({ points }: { readonly points: readonly LatencyPoint[] }) {
  const valueOf = (point: LatencyPoint, name: 'p50' | 'p95' | 'p99'): number | null => point[`${name}_ms`];
  const last = points.findLast(({ p50_ms: p50 }) => p50 !== null);
  const now = last
    ? `at ${clock(last.at)} p50 ${number(last.p50_ms ?? 0)}, p95 ${number(last.p95_ms ?? 0)}, p99 ${number(last.p99_ms ?? 0)} milliseconds`
    : 'no calls';
  return (
    <ChartFrame
      most={Math.max(0, ...points.map(({ p99_ms: p99 }) => p99 ?? 0))}
      times={points.map(({ at }) => at)}
      label={`Latency over time: ${now}`}
      legend={CURVES}
    >
      {({ step, x, y }) =>
        CURVES.map(([name]) => (
          <g key={name}>
            <path
              className={`curve ${name}`}
              d={pathOf(
                points.map((point) => valueOf(point, name)),
                (index) => x(index) + step / 2,
                y,
              )}
            />
            {points.map((point, index) => {
              const value = valueOf(point, name);
              return value === null ? null : (
                <circle key={point.at} className={name} cx={x(index) + step / 2} cy={y(value)} r="2.5">
                  <title>{`${clock(point.at)}: ${name} ${number(value)} ms`}</title>
                </circle>
              );
            })}
          </g>
        ))
      }
    </ChartFrame>
  );
}

/** A step without calls ends the line: nobody knows how long they would have taken. */
function pathOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, index) => {
      if (value === null) return '';
      const begins = (values[index - 1] ?? null) === null;
      return `${begins ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}
