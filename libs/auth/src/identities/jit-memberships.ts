import type { JitConfig } from '@app/config';
import { ROLES } from '../principal';
import type { Role } from '../principal';

export interface JitMembership {
  readonly teamId: string;
  readonly role: Role;
}

/**
 * Into which teams somebody comes who signs in for the first time: every rule that names one of the values, and
 * every rule for everybody. Where several rules name one team, the strongest role counts. Values compare exactly.
 *
 * @param values of the claim that the rules are about
 * @returns empty if no rule takes the person in
 */
export function jitMemberships(rules: JitConfig['teams'], values: readonly string[]): JitMembership[] {
  const roles = new Map<string, Role>();
  for (const { value, teamId, role } of rules) {
    if (value !== null && !values.includes(value)) continue;
    const known = roles.get(teamId);
    if (known === undefined || ROLES.indexOf(role) < ROLES.indexOf(known)) roles.set(teamId, role);
  }
  return [...roles].map(([teamId, role]) => ({ teamId, role }));
}
