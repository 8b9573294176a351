// How long after its commit a changed rule holds on every replica, while all of them answer calls.
import { setTimeout as sleep } from 'node:timers/promises';

export const GOAL_MS = 1_000;
const SETTLE_MS = 500;
const LOST_MS = 8_000;
/** Between two calls to one replica: the delay is known to this and the time of a call. */
const PACE_MS = 5;

/** @returns milliseconds per change until the last call that still met the old limit, over all replicas */
export async function measureRuleChanges(topology, { changes, say }) {
  const rule = { limit: 5_000 };
  const [{ team_id: team }] = [await profileOf(topology)];
  const args = ['--team', team];
  const subject = ['--subject', 'role', '--of', 'owner', '--bucket', 'api'];
  say('rule changes under load');
  const { id } = await topology.command('limits', 'add', ...args, ...subject, '--rate', `${rule.limit}/1`);
  await sleep(SETTLE_MS);
  const delays = [];
  for (let change = 1; change <= changes; change += 1) {
    const limit = rule.limit + change;
    const seen = [];
    const pressing = { on: true };
    const callers = topology.replicas.map((replica, index) =>
      press(topology, replica, index, seen, pressing),
    );
    await topology.command('limits', 'change', ...args, '--rule', id, '--rate', `${limit}/1`);
    await untilAllSee(topology, seen, limit);
    pressing.on = false;
    await Promise.all(callers);
    const committedAt = await changedAt(topology, team);
    delays.push(Math.max(...topology.replicas.map((_, index) => delayOf(seen, index, limit, committedAt))));
  }
  await topology.command('limits', 'remove', ...args, '--rule', id);
  return { delays, most: Math.max(...delays), met: Math.max(...delays) <= GOAL_MS };
}

/** A while longer than until all do, lest one goes back; a lost message is made good for within five seconds. */
async function untilAllSee({ replicas }, seen, limit) {
  const deadline = performance.now() + LOST_MS;
  const sees = (_, index) => seen.findLast(({ replica }) => replica === index)?.limit === limit;
  while (!replicas.every(sees) && performance.now() < deadline) await sleep(PACE_MS);
  await sleep(SETTLE_MS);
}

async function press({ key }, { url }, replica, seen, pressing) {
  while (pressing.on) {
    const at = Date.now();
    const response = await fetch(`${url}/v1/profile`, { headers: { authorization: `Bearer ${key}` } });
    await response.arrayBuffer();
    seen.push({ replica, at, limit: Number(response.headers.get('x-ratelimit-limit')) });
    await sleep(PACE_MS);
  }
}

/** From the commit to the begin of the last call that met another limit. */
function delayOf(seen, replica, limit, committedAt) {
  const mine = seen.filter((one) => one.replica === replica);
  if (mine.at(-1)?.limit !== limit) return Infinity;
  const last = mine.findLast((one) => one.limit !== limit);
  return Math.max(0, (last?.at ?? committedAt) - committedAt);
}

async function changedAt({ sql }, team) {
  const { rows } = await sql.query('select changed_at from rate_limit_versions where team_id = $1', [team]);
  return rows[0].changed_at.getTime();
}

async function profileOf({ replicas, key }) {
  const response = await fetch(`${replicas[0].url}/v1/profile`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return (await response.json()).profile;
}
