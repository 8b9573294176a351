import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { connectionCheckQuery, connectionCheckReply } from './connection-check.schemas';
import type { ConnectionCheckQuery } from './connection-check.schemas';
import { ConnectionCheck } from './connection-check.service';

@ApiTags('session')
@Controller('api/settings/connection-check')
export class ConnectionCheckController {
  constructor(private readonly check: ConnectionCheck) {}

  @Get()
  @Surface({
    id: 'settings_check_connection',
    access: 'session',
    document: {
      summary: 'Check whether a host has connected',
      description:
        'The newest tool call that a host has made for the caller in this team, with any key or connected app of theirs. It shows up to 200 ms after the call.',
      response: { 200: connectionCheckReply },
    },
  })
  newest(
    @Caller() caller: CallerContext,
    @Query({ schema: connectionCheckQuery }) query: ConnectionCheckQuery,
  ) {
    return this.check.newest(caller, query);
  }
}
