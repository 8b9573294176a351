import { table } from '../lib/table.mjs';

const digits = (value, count) => (value === undefined ? '' : value.toFixed(count));

/** @returns {string[]} the report for people */
export function renderRuns({ throughput, polling }) {
  const rows = throughput.map(({ name, runs, perSecond, startedPerSecond, backlog, p50, p99 }) => [
    name,
    String(runs),
    digits(startedPerSecond, 0),
    digits(perSecond, 0),
    digits(backlog, 0),
    digits(p50, 0),
    digits(p99, 0),
  ]);
  const header = [
    'runs of one step, no delay',
    'runs',
    'started/s',
    'done/s',
    'done/s of a backlog',
    'start to end, p50 ms',
    'p99 ms',
  ];
  const polls = polling.flatMap(({ database, rows: figures, ratios }) =>
    figures.map(({ label, perSecond, p50, p99 }, index) => {
      const ratio = [undefined, ratios.run, ratios.waiting, ratios.messages][index];
      return [
        `${database}, ${label}`,
        digits(perSecond, 0),
        digits(p50, 2),
        digits(p99, 2),
        ratio ? `${digits(ratio.median, 2)} (${digits(ratio.min, 2)}–${digits(ratio.max, 2)})` : '',
      ];
    }),
  );
  return [
    ...table(header, rows),
    '',
    ...table(['polling', 'requests/s', 'p50 ms', 'p99 ms', '÷ get_agent'], polls),
  ];
}
