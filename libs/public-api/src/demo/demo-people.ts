import { ROLES } from '@app/auth';
import type { Role } from '@app/auth';
import { asTeamId } from '@app/database';
import { demoId } from './demo-id';

export const DEMO_TEAM = { id: asTeamId(demoId('team', 'Acme')), name: 'Acme' } as const;

/** Id of the demo user with a role; there is one per role. */
export const demoUserId = (role: Role): string => demoId('user', emailOf(role));

const NAMES: Readonly<Record<Role, string>> = {
  owner: 'Olivia Owner',
  admin: 'Adam Admin',
  manager: 'Mona Manager',
  builder: 'Ben Builder',
  member: 'Mia Member',
  viewer: 'Victor Viewer',
};

const emailOf = (role: Role): string => `${role}@acme.test`;

export const DEMO_USERS = ROLES.map((role) => ({
  id: demoUserId(role),
  role,
  name: NAMES[role],
  email: emailOf(role),
}));
