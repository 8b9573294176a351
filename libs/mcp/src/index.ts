export { McpModule } from './mcp.module';
export { ToolCatalogue } from './catalogue/tool-catalogue.service';
export { ToolInspection } from './catalogue/tool-inspection.service';
export type { InspectedTool } from './catalogue/tool-inspection.service';
export { ToolCallMiddleware } from './dispatch/tool-call.middleware';
export { McpEntryMiddleware } from './protocol/mcp-entry.middleware';
