import type { CounterSpec } from '../counter';
import { LocalLimitStore } from './local-limit.store';

const spec = (key: string, kind: CounterSpec['kind'] = 'window'): CounterSpec => ({
  bucket: 'api',
  key,
  kind,
  limit: 1,
  windowSeconds: 10,
  cost: 1,
});

describe('LocalLimitStore', () => {
  it('forgets counters that say nothing any more', async () => {
    let nowUs = 1_800_000_000_000_000;
    const store = new LocalLimitStore(() => nowUs);
    for (let key = 0; key < 1000; key += 1) await store.consume([spec(`old ${key}`)]);
    nowUs += 11_000_000;
    for (let key = 0; key < 1000; key += 1) await store.consume([spec(`new ${key}`)]);
    for (let key = 0; key < 1000; key += 1) await store.consume([spec(`newer ${key}`)]);
    expect(store.size).toBe(2000);
  });

  it('holds no counter for a call that was refused or only looked', async () => {
    const store = new LocalLimitStore();
    await store.consume([spec('full')]);
    await store.consume([spec('full'), spec('other')]);
    await store.peek([spec('third')]);
    expect(store.size).toBe(1);
  });

  it('keeps the counters of callers through a flood of addresses', async () => {
    const store = new LocalLimitStore(undefined, 100);
    await store.consume([spec('caller')]);
    for (let address = 0; address < 1000; address += 1) await store.consume([spec(`ip ${address}`, 'gcra')]);
    expect(store.size).toBe(101);
    expect((await store.consume([spec('caller')])).allowed).toBe(false);
  });
});
