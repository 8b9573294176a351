import { isIdempotent, isPassing, readRetryAfter, waitBefore } from './retry-rules';

describe('isIdempotent', () => {
  it.each([
    ['GET', true],
    ['HEAD', true],
    ['PUT', true],
    ['DELETE', true],
    ['POST', false],
    ['PATCH', false],
  ])('%s: %s', (method, expected) => {
    expect(isIdempotent(method)).toBe(expected);
  });
});

describe('isPassing', () => {
  it('is said of gateways and busy servers alone', () => {
    expect([500, 501, 502, 503, 504, 429].filter(isPassing)).toEqual([502, 503, 504]);
  });
});

describe('waitBefore', () => {
  it('doubles, and spreads callers', () => {
    expect([0, 1, 2].map((attempt) => waitBefore(attempt, undefined, 1))).toEqual([100, 200, 400]);
    expect(waitBefore(0, undefined, 0)).toBe(50);
  });

  it('waits as long as it was asked to, unless that is too long for anybody', () => {
    expect(waitBefore(0, 2000, 0.5)).toBe(2000);
    expect(waitBefore(0, 6000, 0.5)).toBeUndefined();
  });
});

describe('readRetryAfter', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it.each([
    ['17', 17_000],
    ['0', 0],
    ['Sun, 01 Mar 2026 12:00:05 GMT', 5000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    ['-1', undefined],
    [undefined, undefined],
    [['1', '2'], undefined],
  ])('reads %j', (value, expected) => {
    expect(readRetryAfter(value, now)).toBe(expected);
  });
});
