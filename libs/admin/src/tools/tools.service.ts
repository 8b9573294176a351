import { Injectable } from '@nestjs/common';
import { ToolInspection } from '@app/mcp';
import type { InspectedTool } from '@app/mcp';
import { ServedRoutes } from '@app/permissions';
import { toAdminToolView } from './tools.schemas';
import type { AdminToolView, ListToolsQuery, ToolsView } from './tools.schemas';

/** The tools that `/v1/mcp` serves, as an admin sees them. */
@Injectable()
export class AdminTools {
  constructor(
    private readonly tools: ToolInspection,
    private readonly routes: ServedRoutes,
  ) {}

  list({ limit, offset, ...filter }: ListToolsQuery): ToolsView {
    const all = this.tools.all();
    const found = all.filter((tool) => matches(tool, filter));
    return {
      tools: found.slice(offset, offset + limit).flatMap((tool) => this.view(tool)),
      total: found.length,
      limit,
      offset,
      tokens: found.reduce((sum, { tokens }) => sum + tokens, 0),
      toolsets: [...new Set(all.flatMap(({ toolsets }) => toolsets))].sort(),
    };
  }

  private view(tool: InspectedTool): AdminToolView[] {
    const policy = this.routes.policyOf(tool.method, tool.path);
    return policy ? [toAdminToolView(tool, policy.hint)] : [];
  }
}

function matches(
  tool: InspectedTool,
  { search = '', toolset, name }: Pick<ListToolsQuery, 'search' | 'toolset' | 'name'>,
): boolean {
  const text = `${tool.name} ${tool.title} ${tool.description}`.toLowerCase();
  return (
    (toolset === undefined || tool.toolsets.includes(toolset)) &&
    (name === undefined || tool.name === name || tool.aliases.includes(name)) &&
    search
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}
