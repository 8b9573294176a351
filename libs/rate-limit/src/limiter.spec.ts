import { Limiter } from './limiter';
import { LocalLimitStore } from './stores/local-limit.store';

describe('Limiter as storage of the throttler', () => {
  const NOW_US = 1_800_000_000_000_000;

  it('answers in hits and seconds', async () => {
    const limiter = new Limiter(new LocalLimitStore(() => NOW_US));
    const hit = () => limiter.increment('key', 16_000, 2, 0, 'default');
    expect([await hit(), await hit(), await hit()]).toEqual([
      { totalHits: 1, timeToExpire: 17, isBlocked: false, timeToBlockExpire: 0 },
      { totalHits: 2, timeToExpire: 17, isBlocked: false, timeToBlockExpire: 0 },
      { totalHits: 3, timeToExpire: 17, isBlocked: true, timeToBlockExpire: 17 },
    ]);
  });

  it('counts names apart', async () => {
    const limiter = new Limiter(new LocalLimitStore());
    await limiter.increment('key', 1000, 1, 0, 'one');
    expect((await limiter.increment('key', 1000, 1, 0, 'two')).isBlocked).toBe(false);
    expect((await limiter.increment('key', 1000, 1, 0, 'one')).isBlocked).toBe(true);
  });
});
