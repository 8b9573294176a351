import { isDeeperThan } from './json-depth';

const nested = (open: string, close: string, levels: number): unknown =>
  JSON.parse(open.repeat(levels) + '1' + close.repeat(levels));

describe('isDeeperThan', () => {
  it.each([null, 1, 'text', true, undefined])('takes %j for flat', (value) => {
    expect(isDeeperThan(value, 0)).toBe(false);
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('counts %s', (_, open, close) => {
    expect(isDeeperThan(nested(open, close, 3), 3)).toBe(false);
    expect(isDeeperThan(nested(open, close, 4), 3)).toBe(true);
  });

  it('finds the deepest of many branches', () => {
    expect(isDeeperThan([1, {}, [[]], { a: { b: [] } }], 4)).toBe(false);
    expect(isDeeperThan([1, {}, [[]], { a: { b: [[]] } }], 4)).toBe(true);
  });

  it('does not recurse itself', () => {
    expect(isDeeperThan(nested('[', ']', 1_000_000), 100)).toBe(true);
  });
});
