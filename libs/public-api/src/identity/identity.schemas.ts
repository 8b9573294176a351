import { z } from 'zod';
import { ROLES } from '@app/auth';
import type { Member, Principal, Role, Team } from '@app/auth';
import { permissionsOf } from '@app/permissions';
import { isoTime, pageQuery, pageReply, search, timeOrNull, uuid } from '../shared';
import { ROLE_DESCRIPTIONS } from './role-descriptions';

const role = () => z.enum(ROLES);

export const profileSchema = z
  .strictObject({
    id: uuid(),
    name: z.string(),
    email: z.string(),
    team_id: uuid(),
    role: role(),
    credential: z.strictObject({
      type: z.enum(['api_key', 'oauth', 'session']),
      id: z.string(),
      name: z.string().nullable(),
      key_prefix: z.string().nullable(),
      client_name: z.string().nullable(),
      expires_at: isoTime().nullable(),
    }),
  })
  .meta({ id: 'Profile', description: 'The user behind the credential, in its team.' });

export const teamSchema = z
  .strictObject({
    id: uuid(),
    name: z.string(),
    role: role().describe('Role of the caller'),
    member_count: z.int().min(0),
    created_at: isoTime(),
  })
  .meta({ id: 'Team', description: 'The team that the credential belongs to.' });

export const memberSchema = z
  .strictObject({
    id: uuid().describe('User id'),
    name: z.string(),
    email: z.string(),
    role: role(),
    joined_at: isoTime(),
  })
  .meta({ id: 'Member', description: 'A user of the team.' });

export const roleSchema = z
  .strictObject({
    name: role(),
    description: z.string(),
    permissions: z.array(z.strictObject({ name: z.string(), scope: z.enum(['any', 'own']) })),
  })
  .meta({ id: 'Role', description: 'A role and what it permits.' });

export const listMembersQuery = z.strictObject({
  search: search().describe('Part of name or email'),
  role: role().optional(),
  ...pageQuery(100, 50),
});
export type ListMembersQuery = z.output<typeof listMembersQuery>;

export const profileReply = z.strictObject({ profile: profileSchema });
export const teamReply = z.strictObject({ team: teamSchema });
export const membersReply = pageReply('members', memberSchema);
export const rolesReply = z.strictObject({ roles: z.array(roleSchema) });

export type ProfileView = z.output<typeof profileSchema>;
export type TeamView = z.output<typeof teamSchema>;
export type MemberView = z.output<typeof memberSchema>;
export type RoleView = z.output<typeof roleSchema>;

export function toProfileView(principal: Principal, user: Pick<Member, 'name' | 'email'>): ProfileView {
  const { credential } = principal;
  return {
    id: principal.userId,
    name: user.name,
    email: user.email,
    team_id: principal.teamId,
    role: principal.role,
    credential: {
      type: credential.type,
      id: credential.id,
      name: credential.name,
      key_prefix: credential.keyPrefix,
      client_name: credential.clientName,
      expires_at: timeOrNull(credential.expiresAt),
    },
  };
}

export const toTeamView = (team: Team, role: Role): TeamView => ({
  id: team.id,
  name: team.name,
  role,
  member_count: team.memberCount,
  created_at: team.createdAt.toISOString(),
});

export const toMemberView = (member: Member): MemberView => ({
  id: member.userId,
  name: member.name,
  email: member.email,
  role: member.role,
  joined_at: member.joinedAt.toISOString(),
});

export const toRoleView = (name: Role): RoleView => ({
  name,
  description: ROLE_DESCRIPTIONS[name],
  permissions: permissionsOf(name),
});
