import { ApiException } from '@app/errors';
import type { CounterVerdict } from './counter';
import { rateLimited, refusedBucketOf } from './rate-limited';

const verdict = (more: Partial<CounterVerdict>): CounterVerdict => ({
  bucket: 'api',
  allowed: false,
  limit: 5,
  windowSeconds: 60,
  remaining: 2,
  retryAfterMs: 1,
  resetAfterMs: 1,
  resetAtMs: 1_800_000_000_001,
  ruleId: undefined,
  shadow: false,
  ...more,
});

describe('rateLimited', () => {
  it.each([
    [1, '1'],
    [999, '1'],
    [1000, '1'],
    [1001, '2'],
    [59_999, '60'],
  ])('rounds a wait of %d ms up to %s s', (retryAfterMs, seconds) => {
    expect(rateLimited(verdict({ retryAfterMs }), true).headers['retry-after']).toBe(seconds);
  });

  it('names one instant in all headers: when the call is admitted, not when the first unit comes back', () => {
    const counter = verdict({ retryAfterMs: 30_000, resetAfterMs: 10_000, resetAtMs: 1_800_000_010_000 });
    expect(rateLimited(counter, true).headers).toEqual({
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '2',
      'x-ratelimit-reset': '1800000030',
      'ratelimit-policy': '"api";q=5;w=60',
      ratelimit: '"api";r=2;t=30',
      'retry-after': '30',
    });
  });

  it('can be recognised by its bucket, and no other error by one', () => {
    expect(refusedBucketOf(rateLimited(verdict({ bucket: 'start_run' }), true))).toBe('start_run');
    expect(refusedBucketOf(new ApiException('rate_limited'))).toBeUndefined();
    const details = [{ field: 'bucket', code: 'api', message: '' }];
    expect(refusedBucketOf(new ApiException('invalid_request', { details }))).toBeUndefined();
  });
});
