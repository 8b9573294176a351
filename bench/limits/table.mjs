import { table } from '../lib/table.mjs';
import { GOALS } from './speed.mjs';
import { MAX_RATIO } from './replicas.mjs';
import { GOAL_MS } from './rule-change.mjs';

const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const count = (value) => Math.round(value).toLocaleString('en-US');
const range = ({ median, min, max }) => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;

/** @returns rows `{ name, value, goal, met }`; without a goal there is nothing to meet */
export function rowsOf({ speed, exactness, outages, ruleChanges, replicas }) {
  return [
    ...(speed ? speedRows(speed) : []),
    ...(exactness ?? []).map(exactnessRow),
    ...(outages ?? []).flatMap(outageRows),
    ...(ruleChanges ? [ruleChangeRow(ruleChanges)] : []),
    ...(replicas ?? []).flatMap(replicaRows),
  ];
}

function speedRows({ inFlight, limiter, script, ratio, p50, commandsPerCall, serverMicros }) {
  const added = p50.limiter - p50.ping;
  return [
    row(`limiter, three counters, ${inFlight} in flight`, `${count(limiter)}/s`),
    row(`raw EVALSHA of the same script, ${inFlight} in flight`, `${count(script)}/s`),
    row('limiter ÷ raw EVALSHA', range(ratio), `≥ ${GOALS.throughput}`, ratio.median >= GOALS.throughput),
    row('p50 of one call alone: PING, raw EVALSHA', `${ms(p50.ping)}, ${ms(p50.script)}`),
    row(
      'p50 of one call alone: limiter, above PING',
      `${ms(p50.limiter)}, ${ms(added)}`,
      `≤ PING + ${GOALS.addedMs} ms`,
      added <= GOALS.addedMs,
    ),
    row('commands per call', commandsPerCall.toFixed(2), '1', commandsPerCall === 1),
    row('time of the Redis server per call', `${serverMicros.toFixed(1)} µs`),
  ];
}

function exactnessRow({ kind, limit, calls, least, most, wrong }) {
  const admitted = least === most ? String(most) : `${least}–${most}`;
  const bound = kind === 'gcra' ? `${limit} + refill` : String(limit);
  return row(`${kind}: three replicas, ${calls} calls at once`, `${admitted} admitted`, bound, wrong === 0);
}

function outageRows({ name, limit, bound, admitted, firstMs, laterMs, calls, waited, backMs, after }) {
  return [
    row(
      `Redis ${name}: admitted of a burst, limit ${limit}`,
      String(admitted),
      `≤ ${limit}`,
      admitted <= bound,
    ),
    row(`Redis ${name}: the first call waits`, ms(firstMs), '≤ 150 ms', firstMs <= 150),
    row(
      `Redis ${name}: longest of ${calls} later calls`,
      `${ms(laterMs)}, ${waited} above 50 ms`,
      'none waits',
      waited === 0,
    ),
    row(`Redis ${name}: limits are shared again after`, ms(backMs), '≤ 5000 ms', backMs <= 5000),
    row(`Redis ${name}: admitted of a burst afterwards`, String(after), String(limit), after === limit),
  ];
}

function ruleChangeRow({ delays, most, met }) {
  const name = `rule change under load, ${delays.length} times: old limit last met after commit`;
  return row(name, ms(most), `≤ ${GOAL_MS} ms`, met);
}

function replicaRows({ name, one, three, ratio, againstBare }) {
  const value = `${one.apiMs.toFixed(2)} → ${three.apiMs.toFixed(2)} ms, ${range(ratio)}`;
  const cost = row(`${name}: CPU per call, 1 → 3 processes`, value);
  if (!againstBare) return [cost];
  const met = againstBare.median <= MAX_RATIO;
  return [cost, row(`${name}: ratio ÷ that of the bare program`, range(againstBare), `≤ ${MAX_RATIO}`, met)];
}

function row(name, value, goal = '', met) {
  return { name, value, goal, met };
}

/** @returns {string} the report for people */
export function render({ machine, settings, rows, replicas }) {
  const lines = [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average at the start ${machine.load}`,
    `${settings.rounds} alternating rounds of ${settings.seconds} s; medians, ranges in brackets`,
    '',
    ...table(
      ['limits', 'measured', 'goal', ''],
      rows.map(({ name, value, goal, met }) => [
        name,
        value,
        goal,
        met === undefined ? '' : met ? 'ok' : 'FAILS',
      ]),
    ),
  ];
  if (replicas) lines.push('', ...costs(replicas));
  return lines.join('\n');
}

function costs(replicas) {
  const header = [
    'cost per call, three replicas',
    'API CPU ms',
    'PostgreSQL CPU ms',
    'transactions',
    'Redis CPU ms',
    'commands',
    'script µs',
    'p50 ms',
  ];
  const ours = replicas.filter(({ againstBare }) => againstBare);
  const rows = ours.map(({ name, three }) => [
    name,
    three.apiMs.toFixed(2),
    three.postgresMs.toFixed(2),
    three.transactions.toFixed(2),
    three.redisMs.toFixed(3),
    three.commands.toFixed(2),
    three.scriptMicros.toFixed(0),
    three.p50.toFixed(2),
  ]);
  return table(header, rows);
}
