import { z } from 'zod';
import { RULE_BUCKETS, RULE_MODES, RULE_SUBJECTS } from '@app/rate-limit';
import type { LimitRule } from '@app/rate-limit';
import { isoTime, pageEnvelope, pageQuery, text, uuid } from '../fields.schemas';

const MAX_LIMIT = 100_000;
const MAX_WINDOW_SECONDS = 86_400;
const MAX_SUBJECT_ID = 2048;

const limit = () => z.int().min(1).max(MAX_LIMIT).describe('Calls per window.');
const windowSeconds = () =>
  z.int().min(1).max(MAX_WINDOW_SECONDS).describe('Length of the window, in seconds.');
const mode = () => z.enum(RULE_MODES).describe('shadow counts and refuses nothing, to try a limit out.');
const enabled = () => z.boolean().describe('Whether the rule is in force, or on trial, at all.');

const rule = {
  subject: z
    .enum(RULE_SUBJECTS)
    .describe(
      'api_key, oauth_client, role: per credential, the most specific wins. user, team: over all of them.',
    ),
  subject_id: text(MAX_SUBJECT_ID)
    .optional()
    .describe('Id of the key, client or user, or the name of the role; may be left out for the team.'),
  bucket: z.enum(RULE_BUCKETS),
  limit: limit(),
  window_seconds: windowSeconds(),
};

const needsSubject = ({ subject, subject_id: id }: { subject: string; subject_id?: string | undefined }) =>
  subject === 'team' || id !== undefined;
const SUBJECT_MISSING = { path: ['subject_id'], message: 'is needed, except for a team' };

export const createRuleBody = z
  .strictObject({ ...rule, mode: mode().default('enforce'), enabled: enabled().default(true) })
  .refine(needsSubject, SUBJECT_MISSING);
export const previewBody = z.strictObject(rule).refine(needsSubject, SUBJECT_MISSING);
export const changeRuleBody = z
  .strictObject({
    limit: limit().optional(),
    window_seconds: windowSeconds().optional(),
    mode: mode().optional(),
    enabled: enabled().optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: 'must have at least one of limit, window_seconds, mode, enabled',
  });
export const ruleParam = z.strictObject({ rule_id: uuid() });
export const listRulesQuery = z.strictObject(pageQuery(200, 50));

export const ruleSchema = z
  .strictObject({
    id: uuid(),
    subject: z.enum(RULE_SUBJECTS),
    subject_id: z.string(),
    bucket: z.enum(RULE_BUCKETS),
    limit: limit(),
    window_seconds: windowSeconds(),
    mode: mode(),
    enabled: enabled(),
    created_at: isoTime(),
    updated_at: isoTime(),
  })
  .meta({ id: 'RateLimitRule', description: 'A limit that an admin of the team has set.' });

export const ruleReply = z.strictObject({ rule: ruleSchema });
export const rulesReply = z.strictObject({ rules: z.array(ruleSchema), ...pageEnvelope });
export const removedReply = z.strictObject({ success: z.literal(true) });

export type CreateRuleBody = z.output<typeof createRuleBody>;
export type PreviewBody = z.output<typeof previewBody>;
export type ChangeRuleBody = z.output<typeof changeRuleBody>;
export type RuleParam = z.output<typeof ruleParam>;
export type ListRulesQuery = z.output<typeof listRulesQuery>;
export type RuleView = z.output<typeof ruleSchema>;

export function toRuleView(found: LimitRule): RuleView {
  return {
    id: found.id,
    subject: found.subject,
    subject_id: found.subjectId,
    bucket: found.bucket,
    limit: found.limit,
    window_seconds: found.windowSeconds,
    mode: found.mode,
    enabled: found.enabled,
    created_at: found.createdAt.toISOString(),
    updated_at: found.updatedAt.toISOString(),
  };
}
