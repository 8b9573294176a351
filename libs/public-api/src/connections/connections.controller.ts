import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import {
  connectionParam,
  connectionReply,
  connectionsReply,
  listConnectionsQuery,
} from './connections.schemas';
import type { ListConnectionsQuery } from './connections.schemas';
import { ConnectionsService } from './connections.service';

@ApiTags('connections')
@Controller('v1/connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Get()
  @Operation({
    id: 'list_connections',
    summary: 'List connections',
    description:
      'List the connections (signed-in accounts of outside systems, such as a mailbox or an ERP) you own, were granted, or that are shared. access tells what you may do: only use or manage lets you put one into an agent config. With access none (managers and above) details are left out. Connections are made in the dashboard.',
    permission: 'connections:read',
    hint: 'R',
    response: { 200: connectionsReply },
  })
  list(
    @Caller() caller: CallerContext,
    @Query({ schema: listConnectionsQuery }) query: ListConnectionsQuery,
  ) {
    return this.connections.list(caller, query);
  }

  @Get(':connection_id')
  @Operation({
    id: 'get_connection',
    summary: 'Get a connection',
    description:
      'Get one connection with its status, the reason if it is broken, and your access level. Use it to find out why a config was refused with connection_forbidden, or whether an account must be signed in again. Never gives secrets.',
    permission: 'connections:read',
    hint: 'R',
    response: { 200: connectionReply },
    errors: ['not_found', 'connection_forbidden'],
  })
  get(
    @Caller() caller: CallerContext,
    @Param({ schema: connectionParam }) params: { connection_id: string },
  ) {
    return this.connections.get(caller, params.connection_id);
  }
}
