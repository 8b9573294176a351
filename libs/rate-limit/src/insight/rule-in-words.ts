import type { ActiveRule } from '../rules/limit-rule';

const rateOf = ({ limit, windowSeconds }: { limit: number; windowSeconds: number }): string =>
  windowSeconds === 60 ? `${limit} per minute` : `${limit} per ${windowSeconds} s`;

/**
 * Why a limit holds, as a sentence for an admin.
 * @param rule where it comes from; `undefined`: the configured default
 */
export function inWords(
  rate: { readonly limit: number; readonly windowSeconds: number },
  rule: ActiveRule | undefined,
): string {
  if (!rule) return `${rateOf(rate)}: the configured default.`;
  const whom = rule.subject === 'team' ? 'the team' : `${rule.subject.replace('_', ' ')} ${rule.subjectId}`;
  return rule.mode === 'shadow'
    ? `${rateOf(rate)} on trial, refusing nothing, because of rule ${rule.id} for ${whom}.`
    : `${rateOf(rate)} because of rule ${rule.id} for ${whom}.`;
}
