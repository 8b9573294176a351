import { setTimeout as sleep } from 'node:timers/promises';
import { FinishedJobs } from './finished-jobs';
import { StoreHealth } from './store-health';

const LATER = Number.MAX_SAFE_INTEGER;

describe('FinishedJobs', () => {
  let batches: (readonly string[])[];
  let isDown: boolean;
  let health: StoreHealth;
  let jobs: FinishedJobs;
  beforeEach(() => {
    batches = [];
    isDown = false;
    const complete = async (ids: readonly string[]): Promise<void> => {
      await sleep(20);
      if (isDown) throw new Error('down');
      batches.push(ids);
    };
    health = new StoreHealth({ warn: () => undefined });
    jobs = new FinishedJobs({ complete }, health);
  });

  it('notes together what ends together, and what ends while a note is written', async () => {
    jobs.add('a', LATER);
    jobs.add('b', LATER);
    await sleep(10);
    jobs.add('c', LATER);
    jobs.add('d', LATER);
    await jobs.close();
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('tries again when a note fails', async () => {
    isDown = true;
    jobs.add('a', LATER);
    await sleep(60);
    isDown = false;
    await sleep(300);
    expect(batches).toEqual([['a']]);
  });

  it('does not wait for its next try when the store is back for others', async () => {
    health.fails(new Error('down'));
    await sleep(600);
    isDown = true;
    jobs.add('a', LATER);
    await sleep(60);
    isDown = false;
    health.works();
    await sleep(60);
    expect(batches).toEqual([['a']]);
  });

  it('leaves alone what somebody else may have by now', async () => {
    isDown = true;
    jobs.add('a', performance.now() + 100);
    jobs.add('b', LATER);
    await sleep(60);
    isDown = false;
    await sleep(300);
    expect(batches).toEqual([['b']]);
  });

  it('does not hold up the end of the process when the store is gone', async () => {
    isDown = true;
    jobs.add('a', LATER);
    await sleep(60);
    await jobs.close();
    expect(batches).toEqual([]);
  });
});
