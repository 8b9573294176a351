// Very many tool calls: does memory stay flat, and does each of them succeed?
import { SERVED_BY } from '../../test/topology/balancer.cjs';
import { LEGACY, MODERN } from '../lib/messages.mjs';
import { percentile } from '../lib/stats.mjs';
import { table } from '../lib/table.mjs';
import { callOf, holdsOtherTeam, read } from './calls.mjs';
import { HttpClient } from './http-client.mjs';
import { MemoryWatch, quartersOf } from './memory.mjs';
import { preparePeople } from './people.mjs';

const CONNECTIONS = 24;
const SAMPLES = 200;
/** Last quarter over second quarter. */
const MOST_GROWTH = 1.1;
/** Without growing processes have up to this much more or less, in KiB. */
const NOISE_KIB = 8 * 1024;
const ALL_REPLICAS = 'all replicas';
/** A replica is judged with the others; and pages fill the buffers of a database, which is what they are for. */
const UNJUDGED = /^(api-|postgres$)/;
/** A process that has just begun still grows into its work. */
const JUDGED_FROM_CALLS = 50_000;
const PROGRESS_EVERY = 50_000;

const OPERATIONS = ['list_agents', 'get_agent', 'get_profile', 'list_agents', 'get_agent', 'update_agent'];

/** @returns `{ calls, seconds, perSecond, p50, p99, errors, shares, memory, problems }` */
export async function soak(topology, { calls }, progress) {
  const { people } = await preparePeople(topology);
  const client = new HttpClient({ connections: CONNECTIONS });
  const state = { next: 0, errors: new Map(), shares: new Map(), durations: [] };
  // A rate of one to two thousand a second is what the machine can do; more samples than needed do no harm.
  const watch = new MemoryWatch(topology.processes, Math.max(200, Math.min(10_000, calls / SAMPLES)));
  const begun = performance.now();
  const caller = async () => {
    while (state.next < calls) {
      const number = state.next++;
      if (number > 0 && number % PROGRESS_EVERY === 0) progress(`${number} calls`);
      await oneCall(client, topology.url, people, number, state);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  const seconds = (performance.now() - begun) / 1000;
  watch.stop();
  client.close();
  state.durations.sort((a, b) => a - b);
  const memory = memoryOf(watch.samples);
  const errors = Object.fromEntries(state.errors);
  return {
    calls,
    seconds,
    perSecond: calls / seconds,
    p50: percentile(state.durations, 0.5),
    p99: percentile(state.durations, 0.99),
    errors,
    shares: Object.fromEntries([...state.shares].sort()),
    memory,
    problems: problemsOf(errors, calls < JUDGED_FROM_CALLS ? [] : memory, topology),
  };
}

async function oneCall(client, origin, people, number, { errors, shares, durations }) {
  const person = people[number % people.length];
  const operation = OPERATIONS[number % OPERATIONS.length];
  const args = argsOf(operation, person, number);
  const call = callOf(origin, number % 2 === 0 ? MODERN : LEGACY, operation, args, person.key);
  const startedAt = performance.now();
  const reply = await client.send(call);
  durations.push(performance.now() - startedAt);
  const { outcome, reason, data } = read(call, reply);
  const name = reply.headers?.[SERVED_BY] ?? 'nobody';
  shares.set(name, (shares.get(name) ?? 0) + 1);
  const isForeign = outcome === 'ok' && holdsOtherTeam(data, person.teamId);
  if (outcome === 'ok' && !isForeign) return;
  const kind = isForeign ? "another team's data" : `${operation}: ${reason ?? outcome}`;
  errors.set(kind, (errors.get(kind) ?? 0) + 1);
}

function argsOf(operation, { agentIds }, number) {
  const agent_id = agentIds[number % agentIds.length];
  if (operation === 'list_agents') return { limit: 5 };
  if (operation === 'get_agent') return { agent_id };
  return operation === 'update_agent' ? { agent_id, description: `Call ${number}.` } : {};
}

/** Replicas have equal shares, so what they leak they leak alike; one alone shows when it collects its garbage. */
function memoryOf(samples) {
  const replicas = [...samples].filter(([name]) => name.startsWith('api-')).map(([, values]) => values);
  const sums = replicas[0].map((_, at) => replicas.reduce((sum, values) => sum + values[at], 0));
  const rows = [...samples].map(([name, values]) => ({ name, values, isJudged: !UNJUDGED.test(name) }));
  return [...rows, { name: ALL_REPLICAS, values: sums, isJudged: true }].map(({ name, values, isJudged }) => {
    const [first, second, third, last] = quartersOf(values);
    return { name, isJudged, first, second, third, last, ratio: last / second, most: Math.max(...values) };
  });
}

function problemsOf(errors, memory, topology) {
  const warnings = [...topology.replicas, ...topology.workers].flatMap(({ name, warnings: lines }) =>
    lines.filter(({ level }) => level >= 50).map(({ msg }) => `${name} logs: ${msg}`),
  );
  return [
    ...Object.entries(errors).map(([kind, count]) => `${count} × ${kind}`),
    ...memory
      .filter(
        ({ isJudged, ratio, last, second }) => isJudged && ratio > MOST_GROWTH && last - second > NOISE_KIB,
      )
      .map(({ name, ratio }) => `${name} grew to ${ratio.toFixed(2)} ×`),
    ...new Set(warnings),
  ];
}

/** @returns {string} the report for people */
export function renderSoak({
  machine,
  calls,
  seconds,
  perSecond,
  p50,
  p99,
  errors,
  shares,
  memory,
  problems,
}) {
  const mib = (kib) => (kib / 1024).toFixed(0);
  const rows = memory.map(({ name, first, second, third, last, ratio, most }) => [
    name,
    ...[first, second, third, last, most].map(mib),
    ratio.toFixed(2),
  ]);
  const header = ['memory, MiB', '1st quarter', '2nd', '3rd', '4th', 'most', '4th ÷ 2nd'];
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average at the start ${machine.load}`,
    `${calls.toLocaleString('en-US')} tool calls of both revisions in ${seconds.toFixed(0)} s: ${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${failed} errors`,
    `Calls per replica: ${Object.entries(shares)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
    '',
    ...table(header, rows),
    '',
    problems.length === 0
      ? calls < JUDGED_FROM_CALLS
        ? `No error; memory is judged from ${JUDGED_FROM_CALLS} calls on.`
        : `No error; neither replicas nor workers, balancer and Redis grew beyond ${MOST_GROWTH} ×.`
      : `Goals missed: ${problems.join('; ')}.`,
  ].join('\n');
}
