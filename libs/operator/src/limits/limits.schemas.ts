import { z } from 'zod';
import { RULE_BUCKETS, RULE_MODES, RULE_SUBJECTS } from '@app/rate-limit';
import { line, teamReference } from '../line.schema';

const MAX_LIMIT = 100_000;
const MAX_WINDOW_SECONDS = 86_400;

/** `60/60`: calls per seconds. */
const rate = () =>
  z.string().transform((text, context) => {
    const match = /^(\d{1,6})\/(\d{1,5})$/.exec(text);
    const [limit, windowSeconds] = [Number(match?.[1]), Number(match?.[2])];
    if (
      match &&
      limit >= 1 &&
      limit <= MAX_LIMIT &&
      windowSeconds >= 1 &&
      windowSeconds <= MAX_WINDOW_SECONDS
    ) {
      return { limit, windowSeconds };
    }
    context.addIssue(`must be <calls>/<seconds>, such as 60/60, up to ${MAX_LIMIT}/${MAX_WINDOW_SECONDS}`);
    return z.NEVER;
  });
const mode = () => z.enum(RULE_MODES, `must be one of ${RULE_MODES.join(', ')}`);
const ruleId = () => z.uuid('must be the ID that "limits rules" shows');

export const listRulesArgs = z.strictObject({ team: teamReference() });
export const addRuleArgs = z.strictObject({
  team: teamReference(),
  subject: z.enum(RULE_SUBJECTS, `must be one of ${RULE_SUBJECTS.join(', ')}`),
  of: line(2048).optional(),
  bucket: z.enum(RULE_BUCKETS, `must be one of ${RULE_BUCKETS.join(', ')}`),
  rate: rate(),
  mode: mode().default('enforce'),
});
export const changeRuleArgs = z.strictObject({
  team: teamReference(),
  rule: ruleId(),
  rate: rate().optional(),
  mode: mode().optional(),
  enabled: z
    .enum(['yes', 'no'], 'must be yes or no')
    .transform((word) => word === 'yes')
    .optional(),
});
const keyReference = () => line(100).describe('Id or prefix of a key');
export const explainArgs = z
  .strictObject({
    team: teamReference().optional(),
    key: keyReference().optional(),
    user: line(320).optional(),
    client: line(2048).optional(),
  })
  .refine(
    ({ key, user, client }) =>
      key === undefined ? user !== undefined || client !== undefined : !user && !client,
    '--key alone, --user, or --client with or without --user is needed',
  );
export const usageArgs = z.strictObject({ team: teamReference().optional() });
export const previewArgs = z.strictObject({
  team: teamReference().optional(),
  subject: z.enum(RULE_SUBJECTS, `must be one of ${RULE_SUBJECTS.join(', ')}`),
  of: line(2048).optional(),
  bucket: z.enum(RULE_BUCKETS, `must be one of ${RULE_BUCKETS.join(', ')}`),
  rate: rate(),
});
export const removeRuleArgs = z.strictObject({ team: teamReference(), rule: ruleId() });

export type ListRulesArgs = z.output<typeof listRulesArgs>;
export type AddRuleArgs = z.output<typeof addRuleArgs>;
export type ChangeRuleArgs = z.output<typeof changeRuleArgs>;
export type ExplainArgs = z.output<typeof explainArgs>;
export type UsageArgs = z.output<typeof usageArgs>;
export type PreviewArgs = z.output<typeof previewArgs>;
export type RemoveRuleArgs = z.output<typeof removeRuleArgs>;
