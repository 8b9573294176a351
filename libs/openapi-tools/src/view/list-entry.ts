import type { ListEntry, Profile, ToolDefinition } from '../model/tool';

/** What `tools/list` shows of one tool. Only `full-2020-12` lists output schemas. */
export function listEntry(tool: ToolDefinition, profile: Profile): ListEntry {
  const entry: ListEntry = {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: tool.inputSchema[profile],
    annotations: tool.annotations,
  };
  if (profile === 'full-2020-12' && tool.outputSchema !== null) entry.outputSchema = tool.outputSchema;
  return entry;
}
