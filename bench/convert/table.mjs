import { table } from '../lib/table.mjs';
import { GOALS } from './measure.mjs';

/** @returns {string[]} the report for people */
export function renderConvert(rows) {
  const header = [
    'OpenAPI document to tools',
    'MB',
    'seconds',
    'ms/operation',
    'resident MB',
    'tools',
    'goal',
    '',
  ];
  return table(header, rows.map(cells));
}

function cells({ operations, documentMegabytes, id, name, seconds, megabytes, tools, reason, met }) {
  const goal = id === 'product' ? GOALS[operations] : null;
  return [
    `${operations.toLocaleString('en-US')} operations, ${name}`,
    documentMegabytes.toFixed(1),
    seconds === null ? '–' : seconds.toFixed(2),
    seconds === null ? '–' : ((seconds * 1000) / operations).toFixed(2),
    megabytes === null ? '–' : megabytes.toFixed(0),
    tools === null ? '–' : String(tools),
    goal === null ? '' : `< ${goal.seconds} s${goal.megabytes === null ? '' : `, < ${goal.megabytes} MB`}`,
    reason ?? (goal === null ? '' : met ? 'ok' : 'FAILS'),
  ];
}
