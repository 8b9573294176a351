import { table } from '../lib/table.mjs';
import { MAX_RATIO } from './measure.mjs';

const ms = (value) => value.toFixed(2);

/** @returns {string[]} the report for people */
export function renderSignIn({ alone, attacks }) {
  const rows = attacks.map(({ name, total, p50, p99, perSecond, statuses, ratio, met }) => [
    `beside attempts to sign in ${name}`,
    String(total),
    ms(p50),
    ms(p99),
    `${ms(ratio.median)} (${ms(ratio.min)}–${ms(ratio.max)})`,
    `≤ ${MAX_RATIO}`,
    met ? 'ok' : 'FAILS',
    `${perSecond.toFixed(0)}/s: ${Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
  ]);
  const header = ['tools/call of others', 'calls', 'p50 ms', 'p99 ms', 'p50 ÷ alone', 'goal', '', 'attempts'];
  const quiet = ['alone', String(alone.total), ms(alone.p50), ms(alone.p99), '', '', '', ''];
  return table(header, [quiet, ...rows]);
}
