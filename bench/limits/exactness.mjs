// What three replicas admit of a burst of ten times the limit.
import { freshCounter, Replica } from './limiter.mjs';

const LIMIT = 20;
const REPLICAS = 3;

/** @returns admitted calls per round, and rounds in which more passed than the limit and what had refilled */
export async function measureExactness(redisUrl, { rounds, say }) {
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => Replica.join(redisUrl)));
  try {
    const results = [];
    for (const kind of ['window', 'gcra']) {
      say(`exactness: ${kind}`);
      const admitted = [];
      let wrong = 0;
      for (let round = 0; round < rounds; round += 1) {
        const begin = performance.now();
        const count = await burst(replicas, freshCounter({ kind, windowSeconds: kind === 'gcra' ? 1 : 60 }));
        const refilled = kind === 'gcra' ? Math.floor(((performance.now() - begin) / 1000) * LIMIT) : 0;
        admitted.push(count);
        if (count < LIMIT || count > LIMIT + refilled) wrong += 1;
      }
      results.push({
        kind,
        limit: LIMIT,
        calls: 10 * LIMIT,
        least: Math.min(...admitted),
        most: Math.max(...admitted),
        wrong,
      });
    }
    return results;
  } finally {
    await Promise.all(replicas.map((replica) => replica.leave()));
  }
}

/** @returns how many of ten times the limit, at once and spread over the replicas, were admitted */
export async function burst(replicas, spec) {
  const decisions = await Promise.all(
    Array.from({ length: 10 * spec.limit }, (_, call) =>
      replicas[call % replicas.length].limiter.consume([spec]),
    ),
  );
  return decisions.filter(({ allowed }) => allowed).length;
}
