// The product's limiter as the guard uses it, and plain Redis beside it, in this process.
import { randomUUID } from 'node:crypto';
import { requireFromProduct } from '../lib/paths.mjs';

const { Logger } = requireFromProduct('@nestjs/common');
const { Redis } = requireFromProduct('ioredis');
const LIBRARY = './dist/libs/rate-limit/src';
const { CounterPlan, createLimitStore, Limiter, LimiterHealth, RuleSet } = requireFromProduct(
  `${LIBRARY}/index.js`,
);
const { CONSUME_LUA } = requireFromProduct(`${LIBRARY}/stores/consume.lua.js`);

// The outages that are made here are no news.
Logger.overrideLogger(false);

/** Large enough that nothing is refused while speed is measured. */
const UNLIMITED = { limit: 100_000, windowSeconds: 10 };
const POLICY = { kind: 'operation', id: 'list_agents', cost: 1 };

/** The limiter of one replica. */
export class Replica {
  health = new LimiterHealth();

  static async join(redisUrl) {
    const replica = new Replica();
    replica.store = createLimitStore(redisUrl, replica.health);
    await replica.store.onModuleInit();
    replica.limiter = new Limiter(replica.store);
    return replica;
  }

  leave() {
    return this.store.onApplicationShutdown();
  }
}

/** Who calls: with the three counters of every authenticated call. */
export class Callers {
  #plan = new CounterPlan({ defaultOf: () => UNLIMITED, rulesOf: () => new RuleSet([]) });
  #people;

  constructor(count) {
    this.#people = Array.from({ length: count }, () => ({
      userId: randomUUID(),
      teamId: randomUUID(),
      role: 'member',
      credential: { type: 'api_key', id: randomUUID() },
    }));
  }

  /** @returns the counters of a call, planned anew as for each request */
  countersOf(call) {
    return this.#plan.ofCall(this.#people[call % this.#people.length], POLICY);
  }

  /** @returns the arguments of the raw script call with the same counters, prepared beforehand */
  rawArguments() {
    return this.#people.map((_, person) => {
      const specs = this.countersOf(person);
      const values = specs.flatMap(({ kind, limit, windowSeconds, cost }) => [
        kind,
        limit,
        windowSeconds,
        cost,
        0,
      ]);
      return [specs.length, ...specs.map(({ key }) => key), '1', ...values];
    });
  }
}

/** Plain Redis: the client as it comes, the script by its hash. */
export class Plain {
  static async connect(redisUrl) {
    const plain = new Plain();
    plain.redis = new Redis(redisUrl);
    // What this measurement breaks is not news.
    plain.redis.on('error', () => undefined);
    plain.sha = await plain.redis.script('LOAD', CONSUME_LUA);
    return plain;
  }

  script(parts) {
    return this.redis.evalsha(this.sha, ...parts);
  }

  /** @returns calls of a command since `resetStats`, and microseconds of the server per call */
  async statsOf(command) {
    const text = await this.redis.info('commandstats');
    const found = new RegExp(`cmdstat_${command}:calls=(\\d+),usec=\\d+,usec_per_call=([\\d.]+)`).exec(text);
    return { calls: Number(found?.[1] ?? 0), micros: Number(found?.[2] ?? 0) };
  }

  resetStats() {
    return this.redis.config('RESETSTAT');
  }

  close() {
    this.redis.disconnect();
  }
}

let counters = 0;
/** A counter that nobody has used, with a window that is long against the measurement. */
export function freshCounter(more = {}) {
  counters += 1;
  const key = `rl:{bench}:${process.pid}:${counters}`;
  return { bucket: 'api', key, kind: 'window', limit: 20, windowSeconds: 60, cost: 1, ...more };
}
