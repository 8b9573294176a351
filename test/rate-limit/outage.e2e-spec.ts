import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { burst, counterOf20, Replicas, STORE_TIMEOUT_MS, until } from './support/replicas';

describe('replicas that lose Redis', () => {
  let replicas: Replicas;
  beforeEach(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    replicas = await Replicas.create();
  });
  afterEach(async () => {
    await replicas.dispose();
    jest.restoreAllMocks();
  });

  describe('while Redis is frozen', () => {
    it('admit the limit divided by the replicas, without waiting for the time-out again', async () => {
      const two = await replicas.pair();
      replicas.server.freeze();
      const begin = performance.now();
      expect(await burst(60, two, counterOf20())).toBe(20);
      expect(performance.now() - begin).toBeLessThan(3 * STORE_TIMEOUT_MS);
      const later = performance.now();
      await burst(60, two, counterOf20());
      expect(performance.now() - later).toBeLessThan(0.9 * STORE_TIMEOUT_MS);
      for (const { health } of two) {
        expect(health.degraded).toBe(true);
        expect(health.degradedDecisions).toBe(60);
      }
    });

    it('count together again once it answers, without a call having waited for it', async () => {
      const two = await replicas.pair();
      replicas.server.freeze();
      await burst(10, two, counterOf20());
      await sleep(1500);
      const begin = performance.now();
      await burst(10, two, counterOf20());
      expect(performance.now() - begin).toBeLessThan(0.9 * STORE_TIMEOUT_MS);
      replicas.server.resume();
      await until(() => two.every(({ health }) => !health.degraded), 2500);
      expect(await burst(60, two, counterOf20())).toBe(20);
    });

    it('are no reason for a new replica not to start', async () => {
      replicas.server.freeze();
      const begin = performance.now();
      const one = await replicas.add();
      expect(performance.now() - begin).toBeLessThan(2500);
      expect(await burst(30, [one], counterOf20())).toBe(20);
      replicas.server.resume();
      await until(() => !one.health.degraded, 5000);
      expect(await burst(30, [one], counterOf20())).toBe(20);
    });
  });

  describe('when Redis is killed', () => {
    it('go on with their share, and share again after its restart', async () => {
      const two = await replicas.pair();
      expect(await burst(60, two, counterOf20())).toBe(20);
      await replicas.server.kill();
      expect(await burst(60, two, counterOf20())).toBe(20);
      await replicas.server.start();
      await until(() => two.every(({ health }) => !health.degraded), 5000);
      expect(await burst(60, two, counterOf20())).toBe(20);
    });

    it('say so once, and once when it is back', async () => {
      const one = await replicas.add();
      await replicas.server.kill();
      for (let round = 0; round < 3; round += 1) {
        await burst(5, [one], counterOf20());
        await sleep(600);
      }
      expect(Logger.prototype.warn).toHaveBeenCalledTimes(1);
      expect(Logger.prototype.warn).toHaveBeenCalledWith(
        expect.stringMatching(/^Redis is lost \(.+\): limits count in this process, divided by 1$/),
      );
      await replicas.server.start();
      await until(() => !one.health.degraded, 5000);
      expect(Logger.prototype.warn).toHaveBeenCalledTimes(2);
      expect(Logger.prototype.warn).toHaveBeenLastCalledWith('Redis is back: limits are shared again');
    });

    it('refuse calls with a counter that must not be guessed, and only those', async () => {
      const one = await replicas.add();
      const guarded = counterOf20({ bucket: 'sign_in', kind: 'gcra', onStoreFailure: 'deny' });
      expect((await one.store.consume([guarded])).allowed).toBe(true);
      await replicas.server.kill();
      const decision = await one.store.consume([guarded, counterOf20()]);
      expect(decision).toMatchObject({
        allowed: false,
        counters: [
          { bucket: 'sign_in', allowed: false, remaining: 0, retryAfterMs: 1000, resetAfterMs: 1000 },
          { bucket: 'api', allowed: true, remaining: 20 },
        ],
      });
      expect((await one.store.consume([counterOf20()])).allowed).toBe(true);
    });
  });

  describe('when a replica ends', () => {
    it('without a word is not counted once it has been silent', async () => {
      await replicas.admin.zadd('rl:instances', Date.now() - 7000, 'killed');
      const one = await replicas.add();
      replicas.server.freeze();
      expect(await burst(60, [one], counterOf20())).toBe(20);
    });

    it('is no longer counted, so that the others take its share', async () => {
      const [first, second] = await replicas.pair();
      await second.store.onApplicationShutdown();
      await sleep(2100);
      replicas.server.freeze();
      expect(await burst(60, [first], counterOf20())).toBe(20);
    });
  });

  it('start without a Redis that answers, and share as soon as one does', async () => {
    await replicas.server.kill();
    const begin = performance.now();
    const one = await replicas.add();
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(one.health.degraded).toBe(true);
    expect(await burst(30, [one], counterOf20())).toBe(20);
    await replicas.server.start();
    await until(() => !one.health.degraded, 5000);
    expect(await burst(30, [one], counterOf20())).toBe(20);
  });
});
