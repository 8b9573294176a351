import type { RuleListView, RuleView } from '@app/operator';
import { table } from '../table';

const rateOf = (rule: RuleView): string => `${rule.limit} per ${rule.window_seconds} s`;

export function renderRules({ team, rules }: RuleListView): string {
  if (rules.length === 0) return `The team ${team.name} has no rules; the configured limits hold.`;
  const rows = rules.map((rule) => [
    rule.subject,
    rule.subject_id,
    rule.bucket,
    rateOf(rule),
    rule.enabled ? rule.mode : 'off',
    rule.id,
  ]);
  return table(['SUBJECT', 'OF', 'BUCKET', 'RATE', 'MODE', 'ID'], rows);
}

export const renderRule = (rule: RuleView): string =>
  `${rule.bucket} for ${rule.subject} ${rule.subject_id}: ${rateOf(rule)}, ${rule.enabled ? rule.mode : 'off'} (${rule.id}).`;

export const renderRemovedRule = (rule: RuleView): string => `Removed: ${renderRule(rule)}`;
