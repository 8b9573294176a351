import { z } from 'zod';
import { ROLES, SCOPES } from '@app/auth';
import { text, uuid } from '../fields.schemas';

export const toolParam = z.strictObject({ name: text(128) });
export const toolAccessQuery = z.strictObject({
  credential: uuid().describe('Id of an API key or of a connected app of the team.'),
});

/** What is asked of a tool call, in the order in which the pipeline asks. */
export const ACCESS_CHECKS = [
  'credential',
  'membership',
  'view_bound',
  'rate_limit',
  'scope',
  'permission',
] as const;

export const accessCheckSchema = z
  .strictObject({
    check: z.enum(ACCESS_CHECKS),
    passed: z.boolean(),
    message: z.string().describe('What holds, and what helps where it did not pass.'),
  })
  .meta({ id: 'ToolAccessCheck' });

export const toolAccessReply = z
  .strictObject({
    tool: z.string(),
    credential: z.strictObject({
      type: z.enum(['api_key', 'connected_app']),
      id: uuid(),
      name: z.string(),
      user_id: uuid(),
      role: z.enum(ROLES).nullable().describe('Of its owner, now; null: no longer in the team.'),
      scopes: z.array(z.enum(SCOPES)),
    }),
    listed: z.boolean().describe('Whether its list of tools has the tool.'),
    callable: z.boolean().describe('Whether a tool call gets past all checks now.'),
    callable_over_rest: z.boolean().describe('Whether the same request over REST does.'),
    checks: z.array(accessCheckSchema),
  })
  .meta({ id: 'ToolAccess', description: 'Why a credential can or cannot see and call a tool.' });

export type ToolParam = z.output<typeof toolParam>;
export type ToolAccessQuery = z.output<typeof toolAccessQuery>;
export type AccessCheck = z.output<typeof accessCheckSchema>;
export type ToolAccessView = z.output<typeof toolAccessReply>;
