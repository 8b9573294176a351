import { StoreHealth } from './store-health';

describe('StoreHealth', () => {
  let lines: string[];
  let health: StoreHealth;
  beforeEach(() => {
    lines = [];
    health = new StoreHealth({ warn: (line) => lines.push(line) });
  });

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

  it('waits longer each time, up to a bound, and starts over after a success', () => {
    const pauses = Array.from({ length: 7 }, () => health.fails(new Error('gone')));
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    health.works();
    expect(health.fails(new Error('gone'))).toBe(250);
  });

  it('tells the reason and not the statement with its values', () => {
    health.fails(new Error('Failed query: … params: secret', { cause: new Error('connection refused') }));
    expect(lines[0]).toContain('connection refused');
    expect(lines[0]).not.toContain('secret');
  });
});
