import type { Scope } from '@app/auth';
import type { Permission } from '@app/permissions';
import type { ToolDefinition } from '@app/openapi-tools';

/** What the document says about who may call a tool; it steers lists, the guards decide calls. */
export interface ToolPolicy {
  readonly permission: Permission | 'any';
  readonly scope: Scope;
  /** Largest body of the operation in bytes. */
  readonly bodyLimit: number;
}

const policies = new WeakMap<ToolDefinition, ToolPolicy>();

/** @returns the policy extensions of the tool's operation */
export function toolPolicyOf(tool: ToolDefinition): ToolPolicy {
  const known = policies.get(tool);
  if (known) return known;
  const policy: ToolPolicy = {
    permission: tool.extensions['x-permission'] as Permission | 'any',
    scope: tool.extensions['x-scope'] as Scope,
    bodyLimit: tool.extensions['x-body-limit'] as number,
  };
  policies.set(tool, policy);
  return policy;
}
