import { z } from 'zod';
import { SCOPES } from '@app/auth';
import { keyMcpBoundSchema } from '@app/config';
import { line, teamReference } from '../line.schema';

const MAX_EXPIRY_DAYS = 3650;

const user = line(320).describe('Email of a user');
const team = teamReference();

export const createKeyArgs = z.strictObject({
  user,
  name: line(100),
  team: team.optional(),
  scopes: z
    .array(z.enum(SCOPES, `must be a comma-separated list of ${SCOPES.join(' and ')}`))
    .min(1, 'must name at least one scope')
    .transform((scopes) => [...new Set(scopes)])
    .optional(),
  mcp_bound: keyMcpBoundSchema().optional(),
  expires_days: z
    .int('must be a whole number of days, or none')
    .min(1, 'must be at least 1 day')
    .max(MAX_EXPIRY_DAYS, `must be at most ${MAX_EXPIRY_DAYS} days, or none`)
    .nullable()
    .optional(),
});

export const boundKeyArgs = z.strictObject({
  key: line(100).describe('Id or prefix of a key'),
  mcp_bound: keyMcpBoundSchema().nullable(),
});

export const listKeysArgs = z.strictObject({ user: user.optional(), team: team.optional() });

export const revokeKeyArgs = z.strictObject({ key: line(100).describe('Id or prefix of a key') });

export const listUsersArgs = z.strictObject({ team: team.optional() });

export type CreateKeyArgs = z.output<typeof createKeyArgs>;
export type BoundKeyArgs = z.output<typeof boundKeyArgs>;
export type ListKeysArgs = z.output<typeof listKeysArgs>;
export type RevokeKeyArgs = z.output<typeof revokeKeyArgs>;
export type ListUsersArgs = z.output<typeof listUsersArgs>;
