import { readMcpBound } from '@app/config';
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

/**
 * @param keyBound the bound of a key, as it was written; `''`: it has none
 * @returns what is left of the tools of the server. A bound that a newer version has written leaves nothing: better
 *   than what it was to hide.
 */
export function toolsWithinKey(
  tools: readonly ToolDefinition[],
  keyBound: string,
): readonly ToolDefinition[] {
  if (keyBound === '') return tools;
  const read = readMcpBound(keyBound);
  return 'bound' in read ? boundedTools(tools, read.bound) : [];
}
