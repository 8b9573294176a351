import { z } from 'zod';
import type { ExplainedLimit, LimitSubject, SubjectReference } from '@app/rate-limit';
import { count, isoTime, text, uuid } from '../fields.schemas';

export const effectiveLimitsQuery = z
  .strictObject({
    user_id: uuid().optional(),
    api_key_id: uuid().optional(),
    client_id: text(2048).optional(),
  })
  .refine(
    ({ api_key_id: key, user_id: user, client_id: client }) =>
      key === undefined
        ? user !== undefined || client !== undefined
        : user === undefined && client === undefined,
    { message: 'must have api_key_id alone, user_id, or client_id with or without user_id' },
  );
export type EffectiveLimitsQuery = z.output<typeof effectiveLimitsQuery>;

/** Fields of one limit as it holds for somebody. */
export const limitFields = {
  bucket: z.string(),
  counted_per: z.enum(['credential', 'user', 'team']),
  limit: count(),
  window_seconds: z.int().min(1),
  remaining: count().nullable().describe('null: counted for each credential apart, and none was given.'),
  reset_at: isoTime().nullable().describe('When more is left.'),
  rule_id: uuid().nullable().describe('The rule that the limit comes from; null: the configured default.'),
  mode: z.enum(['enforce', 'shadow']),
  because: z.string().describe('Where the limit comes from, in words.'),
};

export const effectiveLimitsReply = z.strictObject({
  subject: z.strictObject({
    user_id: uuid().nullable(),
    role: z.string().nullable(),
    api_key_id: uuid().nullable(),
    client_id: z.string().nullable(),
  }),
  limits: z.array(z.strictObject(limitFields).meta({ id: 'EffectiveLimit' })),
});
export type EffectiveLimitsView = z.output<typeof effectiveLimitsReply>;

export function toReference(query: EffectiveLimitsQuery): SubjectReference {
  const { api_key_id: apiKeyId, user_id: userId, client_id: clientId } = query;
  if (apiKeyId !== undefined) return { apiKeyId };
  return clientId === undefined ? { userId: userId ?? '' } : { clientId, userId };
}

export function toLimitFields(limit: ExplainedLimit) {
  return {
    bucket: limit.bucket,
    counted_per: limit.scope,
    limit: limit.limit,
    window_seconds: limit.windowSeconds,
    remaining: limit.remaining,
    reset_at: limit.resetAt?.toISOString() ?? null,
    rule_id: limit.ruleId,
    mode: limit.shadow ? ('shadow' as const) : ('enforce' as const),
    because: limit.because,
  };
}

export function toEffectiveLimitsView(
  { userId, role, credential }: LimitSubject,
  limits: readonly ExplainedLimit[],
): EffectiveLimitsView {
  return {
    subject: {
      user_id: userId ?? null,
      role: role ?? null,
      api_key_id: credential?.type === 'api_key' ? (credential.id ?? null) : null,
      client_id: credential?.clientId ?? null,
    },
    limits: limits.map(toLimitFields),
  };
}
