import { z } from 'zod';

/**
 * What a bucket does while Redis is lost. `local`: each process counts its share of the limit. `deny`: every call
 * that it counts is refused.
 */
export type StoreFailureMode = 'local' | 'deny';

export interface BucketLimit {
  /** Requests per window. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** @default 'local' */
  readonly onStoreFailure?: StoreFailureMode;
}

/**
 * Buckets that the product counts, with their defaults. Sign-in and registration deny: a guessed count would
 * multiply, by the number of replicas, the tries of whoever guesses passwords. What clients make us fetch counts on,
 * because those who are connected already need it to go on.
 */
export const DEFAULT_BUCKETS = {
  api: { limit: 300, windowSeconds: 60 },
  api_user: { limit: 900, windowSeconds: 60 },
  api_team: { limit: 6000, windowSeconds: 60 },
  start_run: { limit: 30, windowSeconds: 60 },
  sandbox_upload: { limit: 60, windowSeconds: 60 },
  unauthenticated: { limit: 600, windowSeconds: 60 },
  client_registration: { limit: 60, windowSeconds: 60, onStoreFailure: 'deny' },
  client_fetch: { limit: 60, windowSeconds: 60 },
  sign_in: { limit: 10, windowSeconds: 60, onStoreFailure: 'deny' },
  sign_in_account: { limit: 100, windowSeconds: 3600, onStoreFailure: 'deny' },
} as const satisfies Record<string, BucketLimit>;

export type BucketName = keyof typeof DEFAULT_BUCKETS;
export type BucketLimits = Readonly<Record<BucketName, BucketLimit>>;

const isBucket = (name: string): name is BucketName => Object.hasOwn(DEFAULT_BUCKETS, name);

/** `api=300/60,sign_in=10/60/local` → the limits of all buckets, defaults filled in. */
export const bucketLimitsSchema = z
  .string()
  .default('')
  .transform((text, context): BucketLimits => {
    const limits: Record<BucketName, BucketLimit> = { ...DEFAULT_BUCKETS };
    for (const part of text.split(',').map((item) => item.trim())) {
      if (part === '') continue;
      const match = /^([a-z_]+)=(\d{1,6})\/(\d{1,5})(?:\/(local|deny))?$/.exec(part);
      const [, name = '', limit = '', seconds = '', mode] = match ?? [];
      if (!match) {
        context.addIssue(
          `RATE_LIMITS has "${part}", which is not of the form bucket=limit/seconds, with /local or /deny behind it if need be.`,
        );
      } else if (!isBucket(name)) {
        context.addIssue(
          `RATE_LIMITS names the unknown bucket "${name}"; known are ${Object.keys(DEFAULT_BUCKETS).join(', ')}.`,
        );
      } else if (
        Number(limit) < 1 ||
        Number(limit) > 100_000 ||
        Number(seconds) < 1 ||
        Number(seconds) > 86_400
      ) {
        context.addIssue(`RATE_LIMITS: ${name} must be 1 to 100000 requests per 1 to 86400 seconds.`);
      } else {
        const { onStoreFailure }: BucketLimit = DEFAULT_BUCKETS[name];
        limits[name] = {
          limit: Number(limit),
          windowSeconds: Number(seconds),
          onStoreFailure: (mode as StoreFailureMode | undefined) ?? onStoreFailure ?? 'local',
        };
      }
    }
    return limits;
  })
  .meta({ allowed: '1 to 100000 requests per 1 to 86400 seconds' });

/** @returns the limits as RATE_LIMITS takes them */
export function formatBucketLimits(limits: BucketLimits): string {
  return Object.entries<BucketLimit>(limits)
    .map(([name, { limit, windowSeconds, onStoreFailure = 'local' }]) => {
      const isPlain = onStoreFailure === 'local' && bucketIsLocal(name);
      return `${name}=${limit}/${windowSeconds}${isPlain ? '' : `/${onStoreFailure}`}`;
    })
    .join(',');
}

const bucketIsLocal = (name: string): boolean => {
  const known: Readonly<Record<string, BucketLimit>> = DEFAULT_BUCKETS;
  return (known[name]?.onStoreFailure ?? 'local') === 'local';
};
