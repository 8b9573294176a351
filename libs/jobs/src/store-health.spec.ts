import { StoreHealth } from './store-health';

describe('StoreHealth', () => {
  let lines: string[];
  let health: StoreHealth;
  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    health = new StoreHealth({ warn: (line) => lines.push(line) });
  });

  afterEach(() => jest.useRealTimers());

  it('says once that the store fails and once that it is back', () => {
    for (let n = 0; n < 5; n += 1) health.fails(new Error('gone'));
    for (let n = 0; n < 5; n += 1) health.works();
    expect(lines).toEqual([
      'The store of the jobs does not answer; trying on: gone',
      'The store of the jobs answers again.',
    ]);
    health.fails(new Error('gone again'));
    expect(lines).toHaveLength(3);
  });

  it('waits longer the longer it lasts, however many ask, up to a bound, and starts over after a success', () => {
    const pauseAfter = (ms: number): number => {
      jest.advanceTimersByTime(ms);
      return Math.round(health.fails(new Error('gone')));
    };
    expect([pauseAfter(0), pauseAfter(0), pauseAfter(0), pauseAfter(1000), pauseAfter(60_000)]).toEqual([
      250, 250, 250, 1000, 5000,
    ]);
    health.works();
    expect(pauseAfter(0)).toBe(250);
  });

  it('calls whoever waits for its next try when the store is back, and not while it works', () => {
    let calls = 0;
    health.onReturn(() => (calls += 1));
    health.works();
    expect(calls).toBe(0);
    health.fails(new Error('gone'));
    health.works();
    expect(calls).toBe(1);
  });

  it('tells the reason and not the statement with its values', () => {
    health.fails(new Error('Failed query: … params: secret', { cause: new Error('connection refused') }));
    expect(lines[0]).toContain('connection refused');
    expect(lines[0]).not.toContain('secret');
  });
});
