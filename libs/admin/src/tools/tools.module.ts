import { Module } from '@nestjs/common';
import { McpModule } from '@app/mcp';
import { LimitInsightModule } from '@app/rate-limit';
import { TeamCredentials } from './team-credentials.service';
import { ToolAccess } from './tool-access.service';
import { ToolRequests } from './tool-request.service';
import { ToolsController } from './tools.controller';
import { AdminTools } from './tools.service';

/** The tool catalogue over HTTP, for admins of the team. */
@Module({
  imports: [McpModule, LimitInsightModule],
  controllers: [ToolsController],
  providers: [AdminTools, ToolAccess, ToolRequests, TeamCredentials],
})
export class ToolsHttpModule {}
