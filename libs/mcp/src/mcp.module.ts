import { Module } from '@nestjs/common';
import { CatalogueViews } from './catalogue/catalogue-view.service';
import { ToolCatalogue } from './catalogue/tool-catalogue.service';
import { ToolInspection } from './catalogue/tool-inspection.service';
import { ToolCallMiddleware } from './dispatch/tool-call.middleware';
import { ToolSearch } from './facade/tool-search.service';
import { ToolLists } from './list/tool-list.service';
import { McpController } from './mcp.controller';
import { MessageAnswers } from './message-answers.service';
import { McpEntryMiddleware } from './protocol/mcp-entry.middleware';
import { SdkEndpoint } from './protocol/sdk-endpoint.service';

@Module({
  controllers: [McpController],
  providers: [
    ToolCatalogue,
    ToolInspection,
    CatalogueViews,
    ToolLists,
    ToolSearch,
    SdkEndpoint,
    MessageAnswers,
    McpEntryMiddleware,
    ToolCallMiddleware,
  ],
  exports: [ToolCatalogue, ToolInspection, McpEntryMiddleware, ToolCallMiddleware],
})
export class McpModule {}
