import { gcraArithmetic } from '../arithmetic/gcra';
import { windowArithmetic } from '../arithmetic/window';
import type { CounterSpec, Decision } from '../counter';
import type { LimitStore } from './limit-store';
import { LocalCounters } from './local-counters';

/** Counters kept per kind. Beyond it those written longest ago are forgotten, which only ever admits more. */
export const LOCAL_CAPACITY = 100_000;

/** Unix time in microseconds. */
export type MicrosecondClock = () => number;
export const systemClock: MicrosecondClock = () => Date.now() * 1000;

/**
 * Counters in this process: the normal store without Redis, the stand-in while Redis is lost. Each kind has a
 * map of its own, so that a flood of addresses cannot push out the counters of callers.
 */
export class LocalLimitStore implements LimitStore {
  private readonly windows: LocalCounters<ReturnType<typeof windowArithmetic.spend>>;
  private readonly arrivals: LocalCounters<number>;

  constructor(
    private readonly clock: MicrosecondClock = systemClock,
    capacity = LOCAL_CAPACITY,
  ) {
    this.windows = new LocalCounters(windowArithmetic, capacity);
    this.arrivals = new LocalCounters(gcraArithmetic, capacity);
  }

  /** Number of counters held. */
  get size(): number {
    return this.windows.size + this.arrivals.size;
  }

  consume(specs: readonly CounterSpec[]): Promise<Decision> {
    return Promise.resolve(this.decide(specs, true));
  }

  peek(specs: readonly CounterSpec[]): Promise<Decision> {
    return Promise.resolve(this.decide(specs, false));
  }

  private decide(specs: readonly CounterSpec[], charge: boolean): Decision {
    const nowUs = this.clock();
    const waits = specs.map((spec) => this.countersOf(spec).wait(spec, nowUs));
    const allowed = waits.every((wait, index) => wait === 0 || specs[index]?.shadow);
    if (charge && allowed) {
      for (const [index, spec] of specs.entries()) {
        if (waits[index] === 0) this.countersOf(spec).spend(spec, nowUs);
      }
    }
    const counters = specs.map((spec, index) =>
      this.countersOf(spec).verdict(spec, nowUs, waits[index] ?? 0),
    );
    return { allowed, counters };
  }

  private countersOf(spec: CounterSpec): Pick<LocalCounters<never>, 'wait' | 'spend' | 'verdict'> {
    return spec.kind === 'gcra' ? this.arrivals : this.windows;
  }
}
