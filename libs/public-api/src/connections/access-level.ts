import type { Principal } from '@app/auth';
import { reachOf } from '@app/permissions';
import type { ConnectionRow, GrantRow } from './connections.tables';

/** Levels of access to a connection, weakest first. */
export const ACCESS_LEVELS = ['view', 'use', 'manage'] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];
export type Access = AccessLevel | 'none';

/** Who is asking: a level belongs to a user in a team with a role, whatever the credential. */
export type Subject = Pick<Principal, 'userId' | 'teamId' | 'role'>;
type Grant = Pick<GrantRow, 'subject' | 'subjectId' | 'level'>;

const rankOf = (access: Access): number => (access === 'none' ? -1 : ACCESS_LEVELS.indexOf(access));

/** @returns whether `access` is at least `needed` */
export function reaches(access: Access, needed: AccessLevel): boolean {
  return rankOf(access) >= rankOf(needed);
}

/**
 * The highest level that matches.
 * - a role without `connections:read` has none, even on its own connections;
 * - the owner of the connection manages it;
 * - `shared` equals a team grant `use`;
 * - a role grant matches exactly that role; a high team role gives nothing by itself.
 */
export function accessOf(
  connection: Pick<ConnectionRow, 'ownerId' | 'shared'>,
  grants: readonly Grant[],
  subject: Subject,
): Access {
  if (!reachOf(subject.role, 'connections:read')) return 'none';
  if (connection.ownerId === subject.userId) return 'manage';
  const levels: Access[] = grants.filter((grant) => matches(grant, subject)).map((grant) => grant.level);
  if (connection.shared) levels.push('use');
  return levels.reduce<Access>((best, level) => (rankOf(level) > rankOf(best) ? level : best), 'none');
}

function matches(grant: Grant, subject: Subject): boolean {
  const ids = { user: subject.userId, role: subject.role, team: subject.teamId };
  return ids[grant.subject] === grant.subjectId;
}

/** Roles that see every connection of the team, without details where they have no grant. */
const OVERSEERS: readonly string[] = ['owner', 'admin', 'manager'];

/** @returns whether the role may see that a connection exists without having a level on it */
export const oversees = (role: Principal['role']): boolean => OVERSEERS.includes(role);
