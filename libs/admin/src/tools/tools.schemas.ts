import { z } from 'zod';
import { ROLES, SCOPES } from '@app/auth';
import type { InspectedTool } from '@app/mcp';
import { judgeCall } from '@app/permissions';
import type { Hint } from '@app/permissions';
import { count, pageEnvelope, pageQuery, text } from '../fields.schemas';

export const listToolsQuery = z.strictObject({
  ...pageQuery(200, 50),
  search: text(200).optional().describe('Words that all stand in name, title or description.'),
  toolset: text(200).optional(),
  name: text(128).optional().describe('This tool alone; an old name finds it too.'),
});
export type ListToolsQuery = z.output<typeof listToolsQuery>;

const finding = z.strictObject({
  profile: z.string().describe('Form of the list in which hosts would refuse it.'),
  rule: z.int().describe('Number of the rule in the host gate.'),
  pointer: z.string().describe('JSON pointer into the entry of the list.'),
  message: z.string(),
});

export const adminToolSchema = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    toolsets: z.array(z.string()),
    upstream: z.string().nullable().describe('API of others that it comes from; null: it is one of ours.'),
    method: z.string(),
    path: z.string(),
    input_schema: z.record(z.string(), z.unknown()),
    hint: z.enum(['R', 'W', 'WI', 'D', 'D*']),
    annotations: z.strictObject({
      read_only: z.boolean(),
      destructive: z.boolean(),
      idempotent: z.boolean(),
      open_world: z.boolean(),
    }),
    permission: z.string().describe('any: every role has it.'),
    roles: z.array(
      z.strictObject({
        role: z.enum(ROLES),
        reach: z.enum(['any', 'own']).describe('own: on what is their own.'),
      }),
    ),
    scope: z.enum(SCOPES).describe('What an API key or a connected app needs.'),
    tokens: count().describe('Estimated size of its entry in the list.'),
    shown: z.boolean().describe('false: the bound of the server keeps it from all hosts.'),
    gate: z
      .strictObject({ passed: z.boolean(), findings: z.array(finding) })
      .describe('Whether all known hosts take it, or what they would refuse it for.'),
  })
  .meta({ id: 'AdminTool', description: 'A tool as it is served now, with who may call it.' });
export type AdminToolView = z.output<typeof adminToolSchema>;

export const toolsReply = z.strictObject({
  tools: z.array(adminToolSchema),
  ...pageEnvelope,
  tokens: count().describe('Of all that match.'),
  toolsets: z.array(z.string()).describe('Of all tools, to choose from.'),
});
export type ToolsView = z.output<typeof toolsReply>;

export function toAdminToolView(tool: InspectedTool, hint: Hint): AdminToolView {
  const { name, title, description, toolsets, upstream, method, path, annotations, scope, tokens } = tool;
  return {
    ...{ name, title, description, upstream, method, path, hint, permission: tool.permission, scope, tokens },
    toolsets: [...toolsets],
    input_schema: { ...tool.inputSchema },
    annotations: {
      read_only: annotations.readOnlyHint,
      destructive: annotations.destructiveHint,
      idempotent: annotations.idempotentHint,
      open_world: annotations.openWorldHint,
    },
    roles: rolesOf(tool),
    shown: tool.isWithinBound,
    gate: {
      passed: tool.findings.length === 0,
      findings: tool.findings.map(({ profile, rule, pointer, message }) => ({
        ...{ profile, rule, pointer, message },
      })),
    },
  };
}

/** Roles that may call it, strongest first; their credentials may be narrower. */
export function rolesOf({ permission }: Pick<InspectedTool, 'permission'>): AdminToolView['roles'] {
  return ROLES.flatMap((role) => {
    const { reach } = judgeCall({ role, scopes: null }, { permission }).permission;
    return reach ? [{ role, reach }] : [];
  });
}
