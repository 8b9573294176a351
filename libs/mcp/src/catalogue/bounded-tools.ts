import type { McpBound } from '@app/config';
import { view } from '@app/openapi-tools';
import type { ToolDefinition } from '@app/openapi-tools';

/**
 * @returns the tools that hosts are shown at most. A value of the bound that no tool has shows nothing and is no
 *   mistake: the tools of other APIs come and go while the server runs.
 */
export function boundedTools(tools: readonly ToolDefinition[], bound: McpBound): readonly ToolDefinition[] {
  const toolsets = new Set(tools.flatMap((tool) => [...tool.toolsets]));
  const names = new Set(tools.flatMap((tool) => [tool.name, ...tool.aliases]));
  return view(
    { tools },
    {
      readonly: bound.readonly,
      ...(bound.toolsets && { toolsets: bound.toolsets.filter((name) => toolsets.has(name)) }),
      ...(bound.tools && { tools: bound.tools.filter((name) => names.has(name)) }),
    },
  ).tools;
}
