import { setTimeout as sleep } from 'node:timers/promises';
import { KeyInUseError } from './idempotency.repository';
import { RunningKeys } from './running-keys';

const id = { credentialId: 'c', operationId: 'o', key: 'k' };

describe('RunningKeys', () => {
  it('runs calls with one key one after another', async () => {
    const keys = new RunningKeys();
    let running = 0;
    const work = async (): Promise<void> => {
      running += 1;
      expect(running).toBe(1);
      await sleep(5);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => keys.alone(id, 1000, work)));
  });

  it('runs calls with different keys at the same time', async () => {
    const keys = new RunningKeys();
    const begun = performance.now();
    await Promise.all(['a', 'b', 'c'].map((key) => keys.alone({ ...id, key }, 1000, () => sleep(100))));
    expect(performance.now() - begun).toBeLessThan(250);
  });

  it('refuses after the longest wait', async () => {
    const keys = new RunningKeys();
    const slow = keys.alone(id, 1000, () => sleep(200));
    await expect(keys.alone(id, 20, () => sleep(0))).rejects.toBeInstanceOf(KeyInUseError);
    await slow;
  });

  it('goes on after a call that failed', async () => {
    const keys = new RunningKeys();
    await expect(keys.alone(id, 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(keys.alone(id, 1000, () => Promise.resolve(1))).resolves.toBe(1);
  });
});
