import { CircuitBreaker } from './circuit-breaker';

describe('CircuitBreaker', () => {
  let now: number;
  let breaker: CircuitBreaker;

  beforeEach(() => {
    now = 1000;
    breaker = new CircuitBreaker({ failures: 3, openMs: 500 }, () => now);
  });

  const fail = (times: number): void => {
    for (let n = 0; n < times; n += 1) breaker.failed();
  };

  it('opens after failures in a row', () => {
    fail(2);
    breaker.succeeded();
    fail(2);
    expect(breaker.waitMs()).toBe(0);
    fail(1);
    expect(breaker.waitMs()).toBe(500);
    now += 200;
    expect(breaker.waitMs()).toBe(300);
  });

  it('lets one call try after the pause, and the others when it has succeeded', () => {
    fail(3);
    now += 500;
    expect([breaker.waitMs(), breaker.waitMs()]).toEqual([0, 500]);
    breaker.succeeded();
    expect([breaker.waitMs(), breaker.waitMs()]).toEqual([0, 0]);
  });

  it('pauses anew when the try fails', () => {
    fail(3);
    now += 500;
    expect(breaker.waitMs()).toBe(0);
    breaker.failed();
    expect(breaker.waitMs()).toBe(500);
  });

  it('lets another call try when the first was left', () => {
    fail(3);
    now += 500;
    expect(breaker.waitMs()).toBe(0);
    breaker.abandoned();
    expect(breaker.waitMs()).toBe(0);
  });
});
