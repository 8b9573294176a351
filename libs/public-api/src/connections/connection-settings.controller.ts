import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, KIB, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { successReply } from '../shared';
import { ConnectionGrants } from './connection-grants.service';
import {
  createConnectionBody,
  grantsReply,
  replaceGrantsBody,
  settingsConnectionReply,
  settingsConnectionsReply,
  updateConnectionBody,
} from './connection-settings.schemas';
import type {
  CreateConnectionBody,
  ReplaceGrantsBody,
  UpdateConnectionBody,
} from './connection-settings.schemas';
import { ConnectionSettings } from './connection-settings.service';
import { connectionParam, listConnectionsQuery } from './connections.schemas';
import type { ListConnectionsQuery } from './connections.schemas';

/** Credentials may be long, such as keys and certificates. */
const BODY_LIMIT = 256 * KIB;

interface ConnectionParam {
  readonly connection_id: string;
}

/** Stands here and not in `@app/settings`, which knows nothing of connections. */
@ApiTags('connections')
@Controller('api/settings/connections')
export class ConnectionSettingsController {
  constructor(
    private readonly settings: ConnectionSettings,
    private readonly grants: ConnectionGrants,
  ) {}

  @Get()
  @Surface({
    id: 'settings_list_connections',
    access: 'session',
    permission: 'connections:read',
    document: {
      summary: 'List connections',
      description:
        'Connections that the caller owns, was granted or that are shared, newest first; for managers and above the rest without details. rights says what the caller may do with each.',
      response: { 200: settingsConnectionsReply },
    },
  })
  list(
    @Caller() caller: CallerContext,
    @Query({ schema: listConnectionsQuery }) query: ListConnectionsQuery,
  ) {
    return this.settings.list(caller, query);
  }

  @Post()
  @Surface({
    id: 'settings_create_connection',
    access: 'session',
    permission: 'connections:create',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Create a connection',
      description:
        'Make a connection that the caller owns. Credentials are encrypted, and no reply ever has them.',
      response: { 201: settingsConnectionReply },
    },
  })
  create(
    @Caller() caller: CallerContext,
    @Body({ schema: createConnectionBody }) body: CreateConnectionBody,
  ) {
    return this.settings.create(caller, body);
  }

  @Patch(':connection_id')
  @Surface({
    id: 'settings_update_connection',
    access: 'session',
    permission: 'connections:create',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Update a connection',
      description:
        'Rename, share or unshare it, or sign it in again with other credentials, which also mends a broken one. It takes the level manage; managers of the team and above may take the sharing away from any. Whoever signs in for an owner who has left the team becomes the owner.',
      response: { 200: settingsConnectionReply },
      errors: ['not_found', 'connection_forbidden'],
    },
  })
  update(
    @Caller() caller: CallerContext,
    @Param({ schema: connectionParam }) { connection_id: id }: ConnectionParam,
    @Body({ schema: updateConnectionBody }) body: UpdateConnectionBody,
  ) {
    return this.settings.update(caller, id, body);
  }

  @Delete(':connection_id')
  @Surface({
    id: 'settings_delete_connection',
    access: 'session',
    permission: 'connections:create',
    document: {
      summary: 'Delete a connection',
      description:
        'For its owner, and admins and owners of the team. Grants and credentials go with it; agents that use it fail with connection_broken.',
      response: { 200: successReply },
      errors: ['not_found', 'connection_forbidden'],
    },
  })
  delete(
    @Caller() caller: CallerContext,
    @Param({ schema: connectionParam }) { connection_id: id }: ConnectionParam,
  ) {
    return this.settings.delete(caller, id);
  }

  @Get(':connection_id/grants')
  @Surface({
    id: 'settings_list_connection_grants',
    access: 'session',
    permission: 'connections:create',
    document: {
      summary: 'List grants of a connection',
      description: 'Who may do what with it besides its owner; it takes the level manage.',
      response: { 200: grantsReply },
      errors: ['not_found', 'connection_forbidden'],
    },
  })
  listGrants(
    @Caller() caller: CallerContext,
    @Param({ schema: connectionParam }) { connection_id: id }: ConnectionParam,
  ) {
    return this.grants.list(caller, id);
  }

  @Put(':connection_id/grants')
  @Surface({
    id: 'settings_replace_connection_grants',
    access: 'session',
    permission: 'connections:create',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Replace grants of a connection',
      description:
        'Put a list in the place of all grants. A run that works through the connection fails once its user has no level use any more.',
      response: { 200: grantsReply },
      errors: ['not_found', 'connection_forbidden', 'unknown_reference'],
    },
  })
  replaceGrants(
    @Caller() caller: CallerContext,
    @Param({ schema: connectionParam }) { connection_id: id }: ConnectionParam,
    @Body({ schema: replaceGrantsBody }) body: ReplaceGrantsBody,
  ) {
    return this.grants.replace(caller, id, body);
  }
}
