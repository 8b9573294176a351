import type { ReactNode } from 'react';
import { clock, number } from './format';

const WIDTH = 720;
const HEIGHT = 190;
const LEFT = 46;
const BOTTOM = 22;
const TOP = 8;
const PLOT_HEIGHT = HEIGHT - BOTTOM - TOP;

/** Where things stand in the picture. */
export interface ChartScale {
  /** Width of one step. */
  readonly step: number;
  /** Left edge of a step. */
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly height: (value: number) => number;
}

interface ChartFrameProps {
  /** Largest value there is. */
  readonly most: number;
  readonly times: readonly string[];
  readonly label: string;
  readonly legend: readonly (readonly [className: string, words: string])[];
  readonly children: (scale: ChartScale) => ReactNode;
}

/** Grid, times and legend of a picture over time. */
export function ChartFrame({ most, times, label, legend, children }: ChartFrameProps) {
  const top = niceTop(Math.max(1, most));
  const step = (WIDTH - LEFT) / Math.max(1, times.length);
  const x = (index: number): number => LEFT + index * step;
  const height = (value: number): number => (value / top) * PLOT_HEIGHT;
  const y = (value: number): number => TOP + PLOT_HEIGHT - height(value);
  return (
    <div className="stack-small">
      <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid-line" x1={LEFT} x2={WIDTH} y1={y(top * share)} y2={y(top * share)} />
            <text x={LEFT - 6} y={y(top * share) + 4} textAnchor="end">
              {number(top * share)}
            </text>
          </g>
        ))}
        {children({ step, x, y, height })}
        {timeMarks(times).map(({ at, index }) => (
          <text key={at} x={x(index)} y={HEIGHT - 4} textAnchor={index === 0 ? 'start' : 'middle'}>
            {clock(at).slice(0, 5)}
          </text>
        ))}
      </svg>
      <ul className="legend">
        {legend.map(([name, words]) => (
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

/** @returns the next 1, 2 or 5 times a power of ten, even so that its half is whole */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const top = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= value) ?? value;
  return Math.max(2, top % 2 === 0 ? top : top * 2);
}

function timeMarks(times: readonly string[]): { at: string; index: number }[] {
  const every = Math.max(1, Math.ceil(times.length / 6));
  return times.map((at, index) => ({ at, index })).filter(({ index }) => index % every === 0);
}
