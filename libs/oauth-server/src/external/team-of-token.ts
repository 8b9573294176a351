import type { Membership } from '@app/auth';

export type TeamChoice = { readonly membership: Membership } | { readonly problem: string };

/**
 * In which team a token acts: the one that it names, else the only one of its user.
 *
 * @param named ids in the claim of the team; empty if the token names none
 * @param claim name of that claim; `undefined` if the server was not told one
 */
export function teamOfToken(
  memberships: readonly Membership[],
  named: readonly string[],
  claim: string | undefined,
): TeamChoice {
  const ids = named.map((id) => id.toLowerCase());
  const candidates =
    ids.length === 0 ? memberships : memberships.filter(({ teamId }) => ids.includes(teamId));
  const [membership] = candidates;
  if (membership && candidates.length === 1) return { membership };
  if (memberships.length === 0) {
    return { problem: 'You are in no team. Ask an admin of a team to take you in.' };
  }
  if (ids.length > 0 && !membership) return { problem: 'The access token names a team that you are not in.' };
  const where = claim ? ` Have its id put into the claim "${claim}" of your access token.` : '';
  return {
    problem: `You are in several teams, and the access token does not say which one it is for.${where} An API key is always for one team.`,
  };
}
