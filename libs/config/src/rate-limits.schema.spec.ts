import { bucketLimitsSchema, DEFAULT_BUCKETS, formatBucketLimits } from './rate-limits.schema';

const refusalOf = (text: string) => bucketLimitsSchema.safeParse(text).error?.issues[0]?.message;

describe('RATE_LIMITS', () => {
  it('keeps the defaults of what it does not name', () => {
    expect(bucketLimitsSchema.parse(undefined)).toEqual(DEFAULT_BUCKETS);
    expect(bucketLimitsSchema.parse('api=7/2')).toEqual({
      ...DEFAULT_BUCKETS,
      api: { limit: 7, windowSeconds: 2, onStoreFailure: 'local' },
    });
  });

  it('says per bucket what happens while Redis is lost', () => {
    const limits = bucketLimitsSchema.parse('api=300/60/deny, sign_in=10/60/local, client_registration=5/60');
    expect(limits.api.onStoreFailure).toBe('deny');
    expect(limits.sign_in.onStoreFailure).toBe('local');
    expect(limits.client_registration).toEqual({ limit: 5, windowSeconds: 60, onStoreFailure: 'deny' });
  });

  it('reads what it writes', () => {
    expect(formatBucketLimits(DEFAULT_BUCKETS)).toMatch(
      /^api=300\/60,.*,sign_in=10\/60\/deny,sign_in_account=100\/3600\/deny$/,
    );
    const limits = bucketLimitsSchema.parse('api=7/2/deny,sign_in=10/60/local,start_run=1/1');
    expect(bucketLimitsSchema.parse(formatBucketLimits(limits))).toMatchObject(limits);
  });

  it('names what it cannot read', () => {
    expect(refusalOf('api=300/60/open')).toBe(
      'RATE_LIMITS has "api=300/60/open", which is not of the form bucket=limit/seconds, with /local or /deny behind it if need be.',
    );
    expect(refusalOf('apis=300/60')).toContain('unknown bucket "apis"');
    expect(refusalOf('api=0/60/deny')).toContain('api must be 1 to 100000 requests');
  });
});
