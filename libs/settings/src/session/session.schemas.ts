import { z } from 'zod';
import { PASSWORD_MAX, ROLES } from '@app/auth';
import type { BrowserSession, Membership, User } from '@app/auth';

const MAX_EMAIL = 254;

export const signInBody = z.strictObject({
  email: z.email().max(MAX_EMAIL),
  password: z.string().min(1).max(PASSWORD_MAX),
});
export const currentTeamBody = z.strictObject({
  team_id: z.guid().overwrite((value) => value.toLowerCase()),
});
export type SignInBody = z.output<typeof signInBody>;
export type CurrentTeamBody = z.output<typeof currentTeamBody>;

export const signInWaysReply = z.strictObject({
  password: z.boolean().describe('Whether POST /api/settings/session takes passwords.'),
  identity_provider: z
    .strictObject({
      name: z.string(),
      start_path: z
        .string()
        .describe('Where a link leads a browser to; ?next= is the path of ours to come back to.'),
    })
    .nullable(),
});
export type SignInWaysView = z.output<typeof signInWaysReply>;

const team = z.strictObject({ id: z.string(), name: z.string(), role: z.enum(ROLES) });

export const meReply = z.strictObject({
  user: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }),
  teams: z.array(team),
  /** Null while the person is in no team. */
  current_team: team.nullable(),
  csrf_token: z.string().meta({ description: 'Send it in the header x-csrf-token with every write.' }),
});
export type MeView = z.output<typeof meReply>;

/** @param csrfToken of this session */
export function toMeView(
  { teamId }: BrowserSession,
  { id, name, email }: User,
  memberships: readonly Membership[],
  csrfToken: string,
): MeView {
  const teams = memberships.map((one) => ({ id: one.teamId, name: one.teamName, role: one.role }));
  const current = teams.find((one) => one.id === teamId) ?? null;
  return { user: { id, name, email }, teams, current_team: current, csrf_token: csrfToken };
}
