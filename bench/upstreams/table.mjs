import { table } from '../lib/table.mjs';
import { LEAST_RATIO } from './measure.mjs';

const ms = (value) => value.toFixed(3);

/** @returns {string[]} lines for people */
export function renderUpstreams({ rows, ratios }) {
  return [
    ...table(
      ['an upstream of 380 operations, one connection', 'mean ms', 'of it the upstream'],
      rows.map(({ label, mean, upstream }) => [label, ms(mean), upstream === null ? '–' : ms(upstream)]),
    ),
    '',
    ...table(
      ['ratio of speed, round by round', 'median', 'range', 'goal', ''],
      ratios.map(({ name, median, min, max, met }) => [
        name,
        median.toFixed(2),
        `${min.toFixed(2)}–${max.toFixed(2)}`,
        `≥ ${LEAST_RATIO}`,
        met ? 'ok' : 'FAILS',
      ]),
    ),
  ];
}
