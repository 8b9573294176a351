import { z } from 'zod';
import { DEFAULT_BODY_LIMIT } from '@app/permissions';
import type { EffectiveLimit } from '@app/rate-limit';
import {
  FILE_MAX_BYTES,
  isoTime,
  MAX_ACTIVE_SANDBOXES,
  SANDBOX_UPLOAD_MAX_BYTES,
  STORAGE_LIMIT_BYTES,
} from '../shared';

const count = () => z.int().min(0);
const concurrency = () => z.strictObject({ limit: count(), in_use: count() });

export const limitsReply = z.strictObject({
  rate_limits: z.array(
    z.strictObject({
      bucket: z.string(),
      scope: z.enum(['credential', 'user', 'team']),
      limit: count(),
      window_seconds: count(),
      remaining: count(),
      reset_at: isoTime(),
    }),
  ),
  sizes: z.strictObject({
    file_max_bytes: count(),
    sandbox_upload_max_bytes: count(),
    body_max_bytes: count(),
  }),
  concurrency: z.strictObject({ runs: concurrency(), sandboxes: concurrency() }),
  storage: z.strictObject({ limit_bytes: count(), used_bytes: count() }),
});
export type LimitsView = z.output<typeof limitsReply>;

/** Items, and bytes for `storage`, in use now. */
export interface Usage {
  readonly runs: number;
  /** Live runs that the team may have. */
  readonly maxRuns: number;
  readonly sandboxes: number;
  readonly storage: number;
}

export function toLimitsView(limits: readonly EffectiveLimit[], usage: Usage): LimitsView {
  return {
    // A rule on trial refuses nothing, so it is no limit of the caller.
    rate_limits: limits
      .filter(({ shadow }) => !shadow)
      .map((limit) => ({
        bucket: limit.bucket,
        scope: limit.scope,
        limit: limit.limit,
        window_seconds: limit.windowSeconds,
        remaining: limit.remaining,
        reset_at: limit.resetAt.toISOString(),
      })),
    sizes: {
      file_max_bytes: FILE_MAX_BYTES,
      sandbox_upload_max_bytes: SANDBOX_UPLOAD_MAX_BYTES,
      body_max_bytes: DEFAULT_BODY_LIMIT,
    },
    concurrency: {
      runs: { limit: usage.maxRuns, in_use: usage.runs },
      sandboxes: { limit: MAX_ACTIVE_SANDBOXES, in_use: usage.sandboxes },
    },
    storage: { limit_bytes: STORAGE_LIMIT_BYTES, used_bytes: usage.storage },
  };
}
