import fc from 'fast-check';
import type { CounterSpec } from '../counter';
import { LocalLimitStore } from '../stores/local-limit.store';
import { Replay } from './replay';

describe('Replay', () => {
  const START_US = 1_800_000_000_000_000;
  const calls = fc.array(
    fc.record({
      afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
      cost: fc.integer({ min: 1, max: 12 }),
      subjectId: fc.constantFrom('a', 'b', 'c'),
    }),
    { maxLength: 200 },
  );

  it('admits what the limiter admits at the same times, call by call', async () => {
    const quota = fc.record({
      limit: fc.integer({ min: 1, max: 10 }),
      windowSeconds: fc.integer({ min: 1, max: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(quota, calls, async ({ limit, windowSeconds }, made) => {
        let atUs = START_US;
        const store = new LocalLimitStore(() => atUs);
        const replay = new Replay({ limit, windowSeconds });
        for (const { afterMs, cost, subjectId } of made) {
          atUs += afterMs * 1000;
          const spec: CounterSpec = {
            bucket: 'api',
            key: subjectId,
            kind: 'window',
            limit,
            windowSeconds,
            cost,
          };
          const { allowed } = await store.consume([spec]);
          expect(replay.admits({ atUs, cost, subjectId })).toBe(allowed);
        }
      }),
    );
  });

  it('charges nothing for what it refuses', () => {
    const replay = new Replay({ limit: 2, windowSeconds: 60 });
    const at = (seconds: number) =>
      replay.admits({ atUs: START_US + seconds * 1e6, cost: 1, subjectId: 'key' });
    expect([at(0), at(1), at(2), at(50), at(63.9), at(64)]).toEqual([true, true, false, false, true, true]);
  });
});
