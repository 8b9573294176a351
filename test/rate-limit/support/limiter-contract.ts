import fc from 'fast-check';
import type { CounterSpec, LimitStore } from '@app/rate-limit';

/** A store whose time the test moves. */
export interface LimiterHarness {
  readonly store: LimitStore;
  /** Moves time forward. */
  advance(ms: number): void;
  nowMs(): number;
}

interface Step {
  readonly waitMs: number;
  readonly cost: number;
}

const rules = fc.record({
  limit: fc.integer({ min: 1, max: 12 }),
  windowSeconds: fc.integer({ min: 1, max: 7 }),
});
const steps = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 4000 })),
    cost: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 60 },
);

let counter = 0;
/** A counter nobody has used. All share a hash tag, as those of one caller do. */
export function freshCounter(spec: Partial<CounterSpec> = {}): CounterSpec {
  counter += 1;
  return {
    bucket: 'api',
    key: `rl:{contract}:${counter}`,
    kind: 'window',
    limit: 5,
    windowSeconds: 60,
    cost: 1,
    ...spec,
  };
}

/**
 * What every store has to do, whatever it stores in.
 * @param runs number of runs of each property
 */
export function limiterContract(name: string, harnessOf: () => LimiterHarness, runs: number): void {
  describe(`limiter on ${name}`, () => {
    let harness: LimiterHarness;
    beforeEach(() => {
      harness = harnessOf();
    });

    const admits = async (...specs: CounterSpec[]) => (await harness.store.consume(specs)).allowed;
    const verdict = async (spec: CounterSpec) => (await harness.store.consume([spec])).counters[0]!;
    const look = async (spec: CounterSpec) => (await harness.store.peek([spec])).counters[0]!;
    const charge = (spec: CounterSpec) => Math.min(spec.cost, spec.limit);

    /** Runs the steps against one counter. @returns the admitted units with their times */
    async function run(spec: CounterSpec, sequence: readonly Step[]) {
      const admitted: { at: number; units: number }[] = [];
      for (const { waitMs, cost } of sequence) {
        harness.advance(waitMs);
        const call = { ...spec, cost };
        if (await admits(call)) admitted.push({ at: harness.nowMs(), units: charge(call) });
      }
      return admitted;
    }

    const property = (
      test: (rule: { limit: number; windowSeconds: number }, steps: Step[]) => Promise<void>,
    ) => fc.assert(fc.asyncProperty(rules, steps, test), { numRuns: runs, seed: 20_260_101 });

    describe.each(['window', 'gcra'] as const)('%s', (kind) => {
      it('admits the limit at once and not one more', async () => {
        const spec = freshCounter({ kind });
        const answers = [];
        for (let call = 0; call < 7; call += 1) answers.push(await admits(spec));
        expect(answers).toEqual([true, true, true, true, true, false, false]);
      });

      it('says what is left after each call', async () => {
        const spec = freshCounter({ kind, limit: 3 });
        const left = [];
        for (let call = 0; call < 4; call += 1) left.push((await verdict(spec)).remaining);
        expect(left).toEqual([2, 1, 0, 0]);
      });

      it('admits a call after exactly the time it returned, and not a millisecond earlier', () =>
        property(async (rule, sequence) => {
          const spec = freshCounter({ kind, ...rule });
          await run(spec, sequence);
          const call = { ...spec, cost: 2 };
          const { allowed, retryAfterMs } = await verdict(call);
          expect(retryAfterMs > 0).toBe(!allowed);
          if (allowed) return;
          harness.advance(retryAfterMs - 1);
          expect(await admits(call)).toBe(false);
          harness.advance(1);
          expect(await admits(call)).toBe(true);
        }));

      it('has more quota at the instant it names, and none earlier', () =>
        property(async (rule, sequence) => {
          const spec = freshCounter({ kind, ...rule });
          await run(spec, sequence);
          const before = await look(spec);
          expect(before.resetAtMs).toBe(harness.nowMs() + before.resetAfterMs);
          expect(before.resetAfterMs > 0).toBe(before.remaining < rule.limit);
          if (before.resetAfterMs === 0) return;
          harness.advance(before.resetAfterMs - 1);
          expect((await look(spec)).remaining).toBe(before.remaining);
          harness.advance(1);
          expect((await look(spec)).remaining).toBeGreaterThan(before.remaining);
        }));

      it('takes the whole limit for a call that costs more than it', async () => {
        const spec = freshCounter({ kind, cost: 9 });
        expect(await verdict(spec)).toMatchObject({ allowed: true, remaining: 0 });
        expect(await admits({ ...spec, cost: 1 })).toBe(false);
      });

      it('refuses everything at a limit of 0, for a window at a time', async () => {
        const spec = freshCounter({ kind, limit: 0 });
        expect(await verdict(spec)).toMatchObject({ allowed: false, remaining: 0, retryAfterMs: 60_000 });
      });

      it('takes nothing for a call that costs nothing', async () => {
        const spec = freshCounter({ kind, limit: 1 });
        expect(await verdict({ ...spec, cost: 0 })).toMatchObject({ allowed: true, remaining: 1 });
        expect(await admits(spec)).toBe(true);
        expect(await admits({ ...spec, cost: 0 })).toBe(true);
      });

      it('charges nothing for a look', async () => {
        const spec = freshCounter({ kind, limit: 1 });
        for (let call = 0; call < 3; call += 1) {
          expect(await look(spec)).toMatchObject({ allowed: true, remaining: 1 });
        }
        await admits(spec);
        expect(await look(spec)).toMatchObject({ allowed: false, remaining: 0 });
      });
    });

    describe('a counter on trial', () => {
      it('refuses nothing, says what it would refuse, and counts what it would admit', async () => {
        const trial = freshCounter({ limit: 2, shadow: true, ruleId: 'rule' });
        const real = freshCounter({ limit: 4 });
        const answers = [];
        for (let call = 0; call < 5; call += 1) {
          const { allowed, counters } = await harness.store.consume([real, trial]);
          answers.push([allowed, ...counters.map((counter) => counter.allowed), counters[1]!.remaining]);
        }
        expect(answers).toEqual([
          [true, true, true, 1],
          [true, true, true, 0],
          [true, true, false, 0],
          [true, true, false, 0],
          [false, false, false, 0],
        ]);
      });

      it('is not charged for a call that another counter refuses', async () => {
        const trial = freshCounter({ limit: 2, shadow: true });
        await harness.store.consume([freshCounter({ limit: 0 }), trial]);
        expect((await look(trial)).remaining).toBe(2);
      });
    });

    describe('window', () => {
      it('never holds more than the limit in any window', () =>
        property(async (rule, sequence) => {
          const admitted = await run(freshCounter(rule), sequence);
          for (const { at: end } of admitted) {
            const begin = end - rule.windowSeconds * 1000;
            const inside = admitted.filter(({ at }) => at > begin && at <= end);
            expect(inside.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(rule.limit);
          }
        }));

      it('gives a unit back at most 1/16 window after the window', () =>
        property(async (rule, sequence) => {
          const spec = freshCounter(rule);
          await run(spec, sequence);
          harness.advance(Math.ceil((rule.windowSeconds * 1000 * 17) / 16));
          expect((await look(spec)).remaining).toBe(rule.limit);
        }));

      it('keeps what was counted when the limit is lowered or raised', async () => {
        const spec = freshCounter({ limit: 10 });
        for (let call = 0; call < 4; call += 1) await admits(spec);
        expect(await admits({ ...spec, limit: 3 })).toBe(false);
        expect(await verdict({ ...spec, limit: 20 })).toMatchObject({ allowed: true, remaining: 15 });
      });

      it('keeps what was counted when the window gets another length', async () => {
        const spec = freshCounter({ windowSeconds: 10 });
        for (let call = 0; call < 5; call += 1) await admits(spec);
        harness.advance(1000);
        expect(await admits({ ...spec, windowSeconds: 60 })).toBe(false);
        expect(await admits({ ...spec, windowSeconds: 7 })).toBe(false);
        harness.advance(11_000);
        expect(await admits({ ...spec, windowSeconds: 7 })).toBe(true);
      });
    });

    describe('gcra', () => {
      it('never admits more than the limit and what has refilled', () =>
        property(async (rule, sequence) => {
          const admitted = await run(freshCounter({ kind: 'gcra', ...rule }), sequence);
          const perMs = rule.limit / (rule.windowSeconds * 1000);
          admitted.forEach(({ at: begin }, first) => {
            let units = 0;
            for (const { at, units: more } of admitted.slice(first)) {
              units += more;
              expect(units).toBeLessThanOrEqual(rule.limit + (at - begin) * perMs + 1e-6);
            }
          });
        }));

      it('keeps the used share when the limit is lowered or raised', async () => {
        const spec = freshCounter({ kind: 'gcra', limit: 10 });
        for (let call = 0; call < 4; call += 1) await admits(spec);
        expect(await look({ ...spec, limit: 5 })).toMatchObject({ remaining: 3 });
        expect(await look({ ...spec, limit: 20 })).toMatchObject({ remaining: 12 });
      });

      it('owes no more than one window when the window is shortened', async () => {
        const spec = freshCounter({ kind: 'gcra' });
        for (let call = 0; call < 5; call += 1) await admits(spec);
        const { retryAfterMs } = await verdict({ ...spec, windowSeconds: 1 });
        expect(retryAfterMs).toBe(200);
      });

      it('refills evenly', async () => {
        const spec = freshCounter({ kind: 'gcra', limit: 10, windowSeconds: 10 });
        for (let call = 0; call < 10; call += 1) await admits(spec);
        harness.advance(3000);
        expect((await look(spec)).remaining).toBe(3);
      });
    });

    describe('several counters', () => {
      const several = fc.array(
        fc.record({
          kind: fc.constantFrom('window' as const, 'gcra' as const),
          limit: fc.integer({ min: 0, max: 6 }),
          windowSeconds: fc.integer({ min: 1, max: 5 }),
          used: fc.integer({ min: 0, max: 6 }),
        }),
        { minLength: 1, maxLength: 5 },
      );

      /** Counters that have been used to different degrees. */
      async function used(
        parts: readonly (Partial<CounterSpec> & { used: number })[],
      ): Promise<CounterSpec[]> {
        const specs = parts.map(({ used: _used, ...part }) => freshCounter(part));
        for (const [index, spec] of specs.entries()) {
          for (let call = 0; call < parts[index]!.used; call += 1) await admits(spec);
        }
        return specs;
      }

      it('charges every counter or none', () =>
        fc.assert(
          fc.asyncProperty(several, async (parts) => {
            const specs = await used(parts);
            const before = (await harness.store.peek(specs)).counters;
            const decision = await harness.store.consume(specs);
            expect(decision.allowed).toBe(before.every(({ allowed }) => allowed));
            expect(decision.counters.map(({ allowed }) => allowed)).toEqual(
              before.map(({ allowed }) => allowed),
            );
            const after = (await harness.store.peek(specs)).counters;
            const taken = before.map(({ remaining }, index) => remaining - after[index]!.remaining);
            expect(taken).toEqual(before.map(() => (decision.allowed ? 1 : 0)));
            expect(decision.counters.map(({ remaining }) => remaining)).toEqual(
              after.map(({ remaining }) => remaining),
            );
          }),
          { numRuns: runs, seed: 20_260_102 },
        ));

      it('answers the same in whatever order the counters stand', () =>
        fc.assert(
          fc.asyncProperty(several, async (parts) => {
            const specs = await used(parts);
            const twins = await used(parts);
            const forward = await harness.store.consume(specs);
            const backward = await harness.store.consume([...twins].reverse());
            expect({ ...backward, counters: [...backward.counters].reverse() }).toEqual(forward);
          }),
          { numRuns: runs, seed: 20_260_103 },
        ));

      it('admits after the longest of the waits', async () => {
        const short = freshCounter({ limit: 1, windowSeconds: 2 });
        const long = freshCounter({ kind: 'gcra', limit: 1, windowSeconds: 9 });
        await admits(short, long);
        const { counters } = await harness.store.consume([short, long]);
        const waits = counters.map(({ retryAfterMs }) => retryAfterMs);
        harness.advance(Math.min(...waits));
        expect(await admits(short, long)).toBe(false);
        harness.advance(Math.max(...waits) - Math.min(...waits));
        expect(await admits(short, long)).toBe(true);
      });
    });
  });
}
