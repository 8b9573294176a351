// What must hold whatever happened: of limits, of acknowledged writes, of runs.
import { SMALL_LIMIT } from './people.mjs';

/** How exactly a log line says when Redis was lost, and how long a decision in flight may lag behind, in ms. */
const SLACK_MS = 1500;

/**
 * Looks at every window of the small limit. A call counts as inside if all of it is. With counters in Redis at most
 * the limit passes. When replicas fall back on their own counters, and when they return, these begin anew: each of
 * the two adds the limit once.
 *
 * @returns `{ phase, reason }` for each call that was too many in the worst window of a phase
 */
export function limitFaults(records, alone) {
  const passed = records
    .filter(({ isLimited, outcome }) => isLimited && outcome === 'ok')
    .sort((a, b) => a.startedAt - b.startedAt);
  const length = SMALL_LIMIT.seconds * 1000;
  const worst = new Map();
  for (const [index, { startedAt, phase }] of passed.entries()) {
    const end = startedAt + length;
    let count = 0;
    for (let at = index; at < passed.length && passed[at].startedAt <= end; at += 1)
      if (passed[at].endedAt <= end) count += 1;
    const allowed = SMALL_LIMIT.calls * (1 + changesIn(startedAt, end, alone));
    const excess = count - allowed;
    if (excess > (worst.get(phase)?.excess ?? 0)) worst.set(phase, { excess, count, allowed });
  }
  return [...worst].flatMap(([phase, { excess, count, allowed }]) => {
    const reason = `passed beyond the limit (${count} of ${allowed} allowed in ${SMALL_LIMIT.seconds} s)`;
    return Array.from({ length: excess }, () => ({ phase, reason }));
  });
}

/** @returns how often the place of the counters changed in a window, 0 to 2 */
function changesIn(from, to, alone) {
  const touching = alone.filter((interval) => interval.from - SLACK_MS < to && interval.to + SLACK_MS > from);
  if (touching.length === 0) return 0;
  const inside = touching.flatMap((interval) => [interval.from, interval.to]);
  return Math.min(2, inside.filter((at) => at > from - SLACK_MS && at < to + SLACK_MS).length);
}

/**
 * Compares what was acknowledged with what is there.
 * @param client of the database
 * @returns `{ phase, reason }` for each write that is lost or there twice
 */
export async function writeFaults(client, writes) {
  const { rows: agents } = await client.query(`select id, name from agents where name like 'chaos %'`);
  const { rows: runs } = await client.query(`select id, input as name from runs where input like 'chaos %'`);
  const found = new Map();
  for (const { id, name } of [...agents, ...runs]) found.set(name, [...(found.get(name) ?? []), id]);
  return writes.flatMap(({ name, id, phase, operation }) => {
    const ids = found.get(name) ?? [];
    if (ids.length > 1) return [{ phase, reason: `${operation} was done ${ids.length} times` }];
    if (id !== undefined && ids[0] !== id) return [{ phase, reason: `an acknowledged ${operation} is lost` }];
    return [];
  });
}

/** @returns `{ phase, reason }` for each run that has not completed, or whose steps were not done exactly once */
export async function runFaults(client, writes) {
  const runs = writes.filter(({ operation, id }) => operation === 'start_run' && id !== undefined);
  const { rows } = await client.query(
    `select r.id, r.status, array_agg(m.sequence order by m.sequence) as sequences
       from runs r left join run_messages m on m.run_id = r.id where r.input like 'chaos %' group by r.id`,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return runs.flatMap(({ id, phase }) => {
    const run = known.get(id);
    if (run?.status !== 'completed') return [{ phase, reason: `a run is ${run?.status ?? 'lost'}` }];
    // What it was told, and its answer.
    if (run.sequences.join() !== '1,2') return [{ phase, reason: `a run has the messages ${run.sequences}` }];
    return [];
  });
}
