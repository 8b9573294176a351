import { excessOf } from './json-scan';

const MIB = 1024 * 1024;
const scan = (text: string, limits?: { depth: number; parts: number }) => excessOf(Buffer.from(text), limits);
const nested = (open: string, close: string, levels: number) =>
  open.repeat(levels) + '1' + close.repeat(levels);

describe('excessOf', () => {
  it.each(['', 'null', '1', '"text"', 'true'])('takes %j for flat', (text) => {
    expect(scan(text, { depth: 0, parts: 0 })).toBeUndefined();
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('counts levels of %s', (_, open, close) => {
    expect(scan(nested(open, close, 3), { depth: 3, parts: 9 })).toBeUndefined();
    expect(scan(nested(open, close, 4), { depth: 3, parts: 9 })).toBe('too_deep');
  });

  it('finds the deepest of many branches', () => {
    const limits = { depth: 4, parts: 99 };
    expect(scan('[1,{},[[]],{"a":{"b":[]}}]', limits)).toBeUndefined();
    expect(scan('[1,{},[[]],{"a":{"b":[[]]}}]', limits)).toBe('too_deep');
  });

  it.each([
    ['values of a list', '[1,2,3]', 3],
    ['members of an object', '{"a":1,"b":2}', 2],
    ['empty objects', '[{},{}]', 4],
  ])('counts parts: %s', (_, text, parts) => {
    expect(scan(text, { depth: 9, parts })).toBeUndefined();
    expect(scan(text, { depth: 9, parts: parts - 1 })).toBe('too_complex');
  });

  it.each([
    '"[[[[{{{{,,,,"',
    String.raw`"\"[[[,,,"`,
    String.raw`"a\\\"[[[,,,\\"`,
    '"unfinished [[[,,,',
    '"unfinished \\',
  ])('does not count what strings contain: %s', (text) => {
    expect(scan(text, { depth: 0, parts: 0 })).toBeUndefined();
  });

  it('goes on where a string that ends in backslashes ends', () => {
    expect(scan(String.raw`{"a\\":[[1]]}`, { depth: 2, parts: 9 })).toBe('too_deep');
  });

  it('stops at what is far too much', () => {
    expect(scan('['.repeat(15 * MIB))).toBe('too_deep');
    expect(scan(`[${'{},'.repeat(5 * MIB)}{}]`)).toBe('too_complex');
  });

  it('admits a file of 15 MiB, whatever is in it', () => {
    expect(scan(`{"content":"${'a,[{'.repeat((15 * MIB) / 4)}"}`)).toBeUndefined();
    expect(scan(`{"content":"${String.raw`\"`.repeat((15 * MIB) / 2)}"}`)).toBeUndefined();
  });
});
