import { z } from 'zod';
import { line, teamReference } from '../line.schema';

export const listAppsArgs = z.strictObject({
  team: teamReference().optional(),
  user: line(320).describe('Email address of a user').optional(),
});
export type ListAppsArgs = z.output<typeof listAppsArgs>;

export const revokeAppArgs = z.strictObject({ app: z.uuid('must be the ID that "oauth apps list" shows') });
export type RevokeAppArgs = z.output<typeof revokeAppArgs>;

export const rotateKeysArgs = z.strictObject({});
