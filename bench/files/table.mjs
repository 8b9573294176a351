import { table } from '../lib/table.mjs';
import { MAX_GROWTH_MS } from './measure.mjs';

const ms = (value) => value.toFixed(1);

/** @returns {string[]} the report for people */
export function renderFiles(results) {
  const rows = results.flatMap(({ database, alone, loaded }) => [
    [`${database}, alone`, ...cells(alone)],
    [`${database}, while 10 files of 10 MiB are written and read`, ...cells(loaded)],
  ]);
  const growths = results.map(({ database, growth, took, goal, met }) => [
    database,
    ms(growth.median),
    `${ms(growth.min)}–${ms(growth.max)}`,
    goal === null ? '' : `< ${MAX_GROWTH_MS}`,
    goal === null ? '' : met ? 'ok' : 'FAILS',
    `${ms(took.write)} / ${ms(took.read)} / ${ms(took.tool)}`,
  ]);
  return [
    ...table(['small requests', 'requests', 'p50 ms', 'p99 ms', 'max ms', 'longest block ms'], rows),
    '',
    ...table(['growth of the p99', 'ms', 'range', 'goal', '', 'write / read / tool ms'], growths),
  ];
}

const cells = ({ total, p50, p99, max, loopMax }) => [String(total), ms(p50), ms(p99), ms(max), ms(loopMax)];
