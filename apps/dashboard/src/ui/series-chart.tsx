import { clock, number } from './format';

export interface SeriesPoint {
  readonly at: string;
  readonly calls: number;
  readonly refused: number;
  readonly shadow_refused: number;
}

const WIDTH = 720;
const HEIGHT = 190;
const LEFT = 46;
const BOTTOM = 22;
const PLOT = { width: WIDTH - LEFT, height: HEIGHT - BOTTOM - 8 };

/** Calls over time as bars, with what was refused on top. The table below says the same in numbers. */
export function SeriesChart({
  points,
  label,
}: {
  readonly points: readonly SeriesPoint[];
  readonly label: string;
}) {
  const top = niceTop(Math.max(1, ...points.map(({ calls }) => calls)));
  const step = PLOT.width / Math.max(1, points.length);
  const heightOf = (calls: number): number => (calls / top) * PLOT.height;
  const sum = (key: 'calls' | 'refused'): number => points.reduce((total, point) => total + point[key], 0);
  return (
    <div className="stack-small">
      <svg
        className="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${label}: ${number(sum('calls'))} calls, ${number(sum('refused'))} refused`}
      >
        {[0, 0.5, 1].map((share) => {
          const y = 8 + PLOT.height * (1 - share);
          return (
            <g key={share}>
              <line className="grid-line" x1={LEFT} x2={WIDTH} y1={y} y2={y} />
              <text x={LEFT - 6} y={y + 4} textAnchor="end">
                {number(top * share)}
              </text>
            </g>
          );
        })}
        {points.map((point, index) => {
          const x = LEFT + index * step;
          const base = 8 + PLOT.height;
          const width = Math.max(1, step - 1.5);
          const refused = heightOf(point.refused);
          const shadow = heightOf(point.shadow_refused);
          const passed = Math.max(0, heightOf(point.calls) - refused - shadow);
          return (
            <g key={point.at}>
              <title>{`${clock(point.at)}: ${point.calls} calls, ${point.refused} refused, ${point.shadow_refused} would be refused`}</title>
              <rect className="calls" x={x} width={width} y={base - passed} height={passed} />
              <rect className="shadow" x={x} width={width} y={base - passed - shadow} height={shadow} />
              <rect
                className="refused"
                x={x}
                width={width}
                y={base - passed - shadow - refused}
                height={refused}
              />
            </g>
          );
        })}
        {timeMarks(points).map(({ at, index }) => (
          <text key={at} x={LEFT + index * step} y={HEIGHT - 4} textAnchor={index === 0 ? 'start' : 'middle'}>
            {clock(at).slice(0, 5)}
          </text>
        ))}
      </svg>
      <ul className="legend">
        {LEGEND.map(([name, words]) => (
          <li key={name}>
            <svg
              className="chart-key chart"
              viewBox="0 0 10 10"
              style={{ display: 'inline', width: 10 }}
              aria-hidden="true"
            >
              <rect className={name} width="10" height="10" rx="2" />
            </svg>
            {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

const LEGEND = [
  ['calls', 'Answered'],
  ['shadow', 'A rule on trial would have refused'],
  ['refused', 'Refused'],
] as const;

/** @returns the next 1, 2 or 5 times a power of ten, even so that its half is whole */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const top = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= value) ?? value;
  return Math.max(2, top % 2 === 0 ? top : top * 2);
}

function timeMarks(points: readonly SeriesPoint[]): { at: string; index: number }[] {
  const every = Math.max(1, Math.ceil(points.length / 6));
  return points.map(({ at }, index) => ({ at, index })).filter(({ index }) => index % every === 0);
}
