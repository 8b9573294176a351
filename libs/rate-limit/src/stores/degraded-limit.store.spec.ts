import type { CounterSpec } from '../counter';
import { DegradedLimitStore } from './degraded-limit.store';
import { LocalLimitStore } from './local-limit.store';

const NOW_MS = 1_800_000_000_000;
const spec = (more: Partial<CounterSpec> = {}): CounterSpec => ({
  bucket: 'api',
  key: 'key',
  kind: 'window',
  limit: 20,
  windowSeconds: 60,
  cost: 1,
  ...more,
});
const storeFor = (instances: number) =>
  new DegradedLimitStore(new LocalLimitStore(() => NOW_MS * 1000), () => instances);

describe('DegradedLimitStore', () => {
  it.each([
    [1, 20, 20],
    [2, 20, 10],
    [3, 20, 6],
    [30, 20, 1],
    [2, 0, 0],
  ])('with %d processes makes of a limit of %d one of %d', async (instances, limit, share) => {
    const { counters } = await storeFor(instances).peek([spec({ limit })]);
    expect(counters[0]).toMatchObject({ limit: share, remaining: share });
  });

  it('refuses calls with a counter that must not be guessed, and charges nothing for them', async () => {
    const store = storeFor(1);
    const decision = await store.consume([
      spec(),
      spec({ bucket: 'sign_in', key: 's', onStoreFailure: 'deny' }),
    ]);
    expect(decision.allowed).toBe(false);
    expect(decision.counters).toMatchObject([
      { bucket: 'api', allowed: true, remaining: 20, retryAfterMs: 0 },
      { bucket: 'sign_in', allowed: false, remaining: 0, retryAfterMs: 1000, resetAtMs: NOW_MS + 1000 },
    ]);
    expect((await store.peek([spec()])).counters[0]).toMatchObject({ remaining: 20 });
  });
});
