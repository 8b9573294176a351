import { table } from '../lib/table.mjs';
import { RECOVERY_MS } from './verdict.mjs';

const whole = (value) => value.toLocaleString('en-US', { maximumFractionDigits: 0 });
const seconds = (ms) => (ms === undefined ? '–' : (ms / 1000).toFixed(1));
const listed = (counts) =>
  Object.entries(counts)
    .map(([reason, count]) => `${count} × ${reason}`)
    .join(', ');

/** @returns {string} the one table for people, and what explains it */
export function render({ machine, settings, lines, notes }) {
  const header = [
    'fault',
    'requests',
    'failed',
    'wrong answers',
    'serving again, s',
    'all whole again, s',
    'slowest reply, ms',
    'goals',
  ];
  const rows = lines.map((line) => [
    line.title,
    whole(line.requests),
    whole(line.failed),
    whole(line.wrong),
    seconds(line.recoveredMs),
    seconds(line.wholeMs),
    whole(line.slowestMs),
    line.problems.length === 0 ? 'met' : 'MISSED',
  ]);
  const failures = lines.filter(({ failed }) => failed > 0);
  const missed = lines.filter(({ problems }) => problems.length > 0);
  return [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average at the start ${machine.load}`,
    `${settings.replicas} replicas behind HAProxy, ${settings.workers} workers, ${settings.perSecond} requests/s of REST and both protocol revisions, ${settings.keys} keys of 2 teams`,
    '',
    ...table(header, rows),
    '',
    ...failures.map(({ title, failures: counts }) => `Failed, ${title}: ${listed(counts)}`),
    ...missed.flatMap(({ title, examples }) => examples.map((example) => `${title}: ${example}`)),
    ...notes,
    `Goals: no wrong answer; serving again within ${RECOVERY_MS / 1000} s; failures only where a store or a killed process must cause them.`,
    missed.length === 0
      ? 'Every goal is met.'
      : `Goals missed: ${missed.map(({ title, problems }) => `${title}: ${problems.join(', ')}`).join('; ')}.`,
  ].join('\n');
}
