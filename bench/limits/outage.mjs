// What a call waits and how many pass while Redis is frozen or gone.
import { setTimeout as sleep } from 'node:timers/promises';
import { burst } from './exactness.mjs';
import { freshCounter, Replica } from './limiter.mjs';

const REPLICAS = 3;
/** Replicas hear of each other with their heartbeats, two seconds apart. */
const ACQUAINTED_MS = 2_300;
const OUTAGE_MS = 3_000;
const PACE_MS = 5;
/** A call that waits longer than this waits for Redis rather than for its turn on a busy machine. */
const WAITED_MS = 50;
const BACK_WITHIN_MS = 10_000;

export async function measureOutages(redis, { say }) {
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => Replica.join(redis.url)));
  try {
    await sleep(ACQUAINTED_MS);
    say('Redis frozen');
    const frozen = await observe(replicas, 'frozen (SIGSTOP)', {
      begin: () => process.kill(redis.pid, 'SIGSTOP'),
      end: () => process.kill(redis.pid, 'SIGCONT'),
    });
    await sleep(ACQUAINTED_MS);
    say('Redis killed');
    const killed = await observe(replicas, 'killed and started again', {
      begin: () => redis.kill(),
      end: () => redis.restart(),
    });
    return [frozen, killed];
  } finally {
    await Promise.all(replicas.map((replica) => replica.leave()));
  }
}

async function observe(replicas, name, { begin, end }) {
  const spec = freshCounter();
  await begin();
  // Before the burst: each replica learns of it by a call.
  const learning = await Promise.all(replicas.map((replica) => timed(replica)));
  const admitted = await burst(replicas, spec);
  const waits = [];
  for (const until = performance.now() + OUTAGE_MS; performance.now() < until;) {
    waits.push(...(await Promise.all(replicas.map((replica) => timed(replica)))));
    await sleep(PACE_MS);
  }
  const resumedAt = performance.now();
  await end();
  while (replicas.some(({ health }) => health.degraded)) {
    if (performance.now() - resumedAt > BACK_WITHIN_MS) throw new Error(`${name}: limits stay apart.`);
    await sleep(PACE_MS);
  }
  const backMs = performance.now() - resumedAt;
  return {
    name,
    limit: spec.limit,
    bound: REPLICAS * Math.max(1, Math.floor(spec.limit / REPLICAS)),
    admitted,
    firstMs: Math.max(...learning),
    laterMs: Math.max(...waits),
    calls: waits.length,
    waited: waits.filter((wait) => wait > WAITED_MS).length,
    backMs,
    after: await burst(replicas, freshCounter()),
  };
}

async function timed({ limiter }) {
  const begin = performance.now();
  await limiter.consume([freshCounter()]);
  return performance.now() - begin;
}
