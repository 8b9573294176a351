export { McpModule } from './mcp.module';
export { ToolCatalogue } from './catalogue/tool-catalogue.service';
export { ToolCallMiddleware } from './dispatch/tool-call.middleware';
export { McpEntryMiddleware } from './protocol/mcp-entry.middleware';
