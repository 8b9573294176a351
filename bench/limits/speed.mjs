// Throughput and latency of the limiter beside the same script called by hand, and beside a bare round trip.
import { median, percentile, ratioOf } from '../lib/stats.mjs';
import { Callers, Plain, Replica } from './limiter.mjs';

const CALLERS = 64;
const IN_FLIGHT = 50;
export const GOALS = { throughput: 0.8, addedMs: 0.1 };

/** @returns throughput and its ratio, latencies in milliseconds, commands per call, server time per call */
export async function measureSpeed(redisUrl, { rounds, seconds, say }) {
  const replica = await Replica.join(redisUrl);
  const plain = await Plain.connect(redisUrl);
  const callers = new Callers(CALLERS);
  const prepared = callers.rawArguments();
  const work = {
    limiter: (call) => replica.limiter.consume(callers.countersOf(call)),
    script: (call) => plain.script(prepared[call % CALLERS]),
    ping: () => plain.redis.ping(),
  };
  try {
    say('limiter: throughput');
    const many = await alternate(work, ['limiter', 'script'], { rounds, seconds, inFlight: IN_FLIGHT });
    say('limiter: latency');
    const one = await alternate(work, ['limiter', 'script', 'ping'], { rounds, seconds, inFlight: 1 });
    const wire = await countCommands(work.limiter, plain);
    if (replica.health.degradedDecisions > 0) throw new Error('Redis did not answer in time; try again.');
    const perSecond = (name) => many[name].map(({ perSecond: value }) => value);
    const p50 = (name) => median(one[name].map(({ p50: value }) => value));
    return {
      inFlight: IN_FLIGHT,
      limiter: median(perSecond('limiter')),
      script: median(perSecond('script')),
      ratio: ratioOf(perSecond('limiter'), perSecond('script')),
      p50: { limiter: p50('limiter'), script: p50('script'), ping: p50('ping') },
      ...wire,
    };
  } finally {
    plain.close();
    await replica.leave();
  }
}

/** Every second round backwards: neither order nor other work on the machine favours one. */
async function alternate(work, names, { rounds, seconds, inFlight }) {
  const series = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await press(work[name], inFlight, seconds * 500);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      series[name].push(await press(work[name], inFlight, seconds * 1000));
    }
  }
  return series;
}

async function press(once, inFlight, ms) {
  const durations = [];
  let calls = 0;
  const begin = performance.now();
  const end = begin + ms;
  const worker = async () => {
    for (let now = performance.now(); now < end;) {
      await once(calls);
      calls += 1;
      const after = performance.now();
      if (inFlight === 1) durations.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  durations.sort((a, b) => a - b);
  return {
    perSecond: (calls * 1000) / (performance.now() - begin),
    p50: percentile(durations, 0.5),
  };
}

async function countCommands(consume, plain) {
  const calls = 1000;
  await plain.resetStats();
  for (let call = 0; call < calls; call += 1) await consume(call);
  const [byHash, byText] = [await plain.statsOf('evalsha'), await plain.statsOf('eval')];
  return { commandsPerCall: (byHash.calls + byText.calls) / calls, serverMicros: byHash.micros };
}
