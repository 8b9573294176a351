import { z } from 'zod';
import { ROLES } from '@app/auth';
import { line, teamReference } from '../line.schema';

const MAX_EMAIL_LENGTH = 254;

const email = () => line(MAX_EMAIL_LENGTH).pipe(z.email('must be an email address, such as you@example.com'));
const personName = () => line(100).optional();

export const createTeamArgs = z.strictObject({ name: line(100), owner: email(), owner_name: personName() });

export const listTeamsArgs = z.strictObject({});

export const addMemberArgs = z.strictObject({
  team: teamReference(),
  user: email(),
  name: personName(),
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
});

export const setPasswordArgs = z.strictObject({
  user: email(),
  /** As typed; the rules for passwords judge it. */
  password: z.string().optional(),
});

export type SetPasswordArgs = z.output<typeof setPasswordArgs>;
export type CreateTeamArgs = z.output<typeof createTeamArgs>;
export type AddMemberArgs = z.output<typeof addMemberArgs>;
