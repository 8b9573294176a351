import { z } from 'zod';
import type { BucketUse, CredentialUsage, SeriesPoint, TeamUsage } from '@app/rate-limit';
import { count, isoTime, pageEnvelope, pageQuery, queryInt, text } from '../fields.schemas';
import { limitFields, toLimitFields } from './effective-limits.schemas';

const DAY_SECONDS = 86_400;
const MAX_POINTS = 500;

export const usageQuery = z.strictObject(pageQuery(50, 20));
export const seriesQuery = z
  .strictObject({
    seconds: queryInt(60, DAY_SECONDS, 3600),
    step_seconds: queryInt(10, 3600, 60),
    credential_id: text(200).optional(),
    operation_id: text(100).optional(),
  })
  .refine(({ seconds, step_seconds: step }) => seconds / step <= MAX_POINTS, {
    path: ['step_seconds'],
    message: `must leave at most ${MAX_POINTS} points`,
  });

const bucketUse = z
  .strictObject({ ...limitFields, used: count().nullable(), refused: count().describe('In the last hour.') })
  .meta({ id: 'BucketUse' });

export const usageReply = z.strictObject({
  since: isoTime(),
  until: isoTime(),
  credentials: z.array(
    z.strictObject({
      credential: z.strictObject({
        type: z.string(),
        id: z.string(),
        name: z.string().nullable(),
        key_prefix: z.string().nullable(),
        client_id: z.string().nullable(),
      }),
      user_id: z.string().nullable(),
      calls: count(),
      refused: count(),
      shadow_refused: count().describe('Calls that rules on trial would have refused.'),
      buckets: z.array(bucketUse),
    }),
  ),
  ...pageEnvelope,
  team: z.array(bucketUse),
  top_operations: z.array(z.strictObject({ operation_id: z.string(), calls: count(), refused: count() })),
  shadow_refusals: z.array(z.strictObject({ rule_id: z.string(), calls: count() })),
  complete: z.boolean().describe('false: reading took too long, the oldest calls are left out.'),
});

const point = z
  .strictObject({
    at: isoTime(),
    calls: count(),
    refused: count(),
    shadow_refused: count(),
    p50_ms: count()
      .nullable()
      .describe('Half of the calls that were not refused took no longer. Null: none.'),
    p95_ms: count().nullable(),
    p99_ms: count().nullable(),
  })
  .meta({ id: 'UsagePoint', description: 'What happened in the step that begins at this time.' });
export const seriesReply = z.strictObject({
  step_seconds: z.int(),
  points: z.array(point),
  complete: z.boolean(),
});

export type UsageQuery = z.output<typeof usageQuery>;
export type SeriesQuery = z.output<typeof seriesQuery>;

const toBucketView = (use: BucketUse) => ({ ...toLimitFields(use), used: use.used, refused: use.refused });

function toCredentialView(use: CredentialUsage) {
  return {
    credential: {
      type: use.credentialType,
      id: use.credentialId,
      name: use.name,
      key_prefix: use.keyPrefix,
      client_id: use.clientId,
    },
    user_id: use.userId,
    calls: use.calls,
    refused: Object.values(use.refused).reduce((sum, calls) => sum + calls, 0),
    shadow_refused: use.shadowRefused,
    buckets: use.buckets.map(toBucketView),
  };
}

export function toUsageView(usage: TeamUsage, { limit, offset }: UsageQuery): z.output<typeof usageReply> {
  return {
    since: usage.since.toISOString(),
    until: usage.until.toISOString(),
    credentials: usage.credentials.map(toCredentialView),
    total: usage.total,
    limit,
    offset,
    team: usage.team.map(toBucketView),
    top_operations: usage.topOperations.map(({ operationId, ...counts }) => ({
      operation_id: operationId,
      ...counts,
    })),
    shadow_refusals: usage.shadowRefusals.map(({ ruleId, calls }) => ({ rule_id: ruleId, calls })),
    complete: usage.complete,
  };
}

export const toPointView = ({ at, calls, refused, shadowRefused, durations }: SeriesPoint) => ({
  at: at.toISOString(),
  calls,
  refused,
  shadow_refused: shadowRefused,
  p50_ms: durations?.[0] ?? null,
  p95_ms: durations?.[1] ?? null,
  p99_ms: durations?.[2] ?? null,
});
