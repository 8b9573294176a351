import { ChartFrame } from './chart-frame';
import { clock, number } from './format';

export interface SeriesPoint {
  readonly at: string;
  readonly calls: number;
  readonly refused: number;
  readonly shadow_refused: number;
}

interface SeriesChartProps {
  readonly points: readonly SeriesPoint[];
  readonly label: string;
}

const LEGEND = [
  ['calls', 'Answered'],
  ['shadow', 'A rule on trial would have refused'],
  ['refused', 'Refused'],
] as const;

/** Calls over time as bars, with what was refused on top. The table below says the same in numbers. */
export function SeriesChart({ points, label }: SeriesChartProps) {
  const sum = (key: 'calls' | 'refused'): number => points.reduce((total, point) => total + point[key], 0);
  return (
    <ChartFrame
      most={Math.max(0, ...points.map(({ calls }) => calls))}
      times={points.map(({ at }) => at)}
      label={`${label}: ${number(sum('calls'))} calls, ${number(sum('refused'))} refused`}
      legend={LEGEND}
    >
      {({ step, x, y, height }) =>
        points.map((point, index) => {
          const { refused, shadow_refused: shadow } = point;
          const passed = Math.max(0, point.calls - refused - shadow);
          const place = { x: x(index), width: Math.max(1, step - 1.5) };
          return (
            <g key={point.at}>
              <title>{`${clock(point.at)}: ${point.calls} calls, ${refused} refused, ${shadow} would be refused`}</title>
              <rect className="calls" {...place} y={y(passed)} height={height(passed)} />
              <rect className="shadow" {...place} y={y(passed + shadow)} height={height(shadow)} />
              <rect
                className="refused"
                {...place}
                y={y(passed + shadow + refused)}
                height={height(refused)}
              />
            </g>
          );
        })
      }
    </ChartFrame>
  );
}
