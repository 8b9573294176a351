import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { doneReply, pageQuery } from '../fields.schemas';
import type { PageQuery } from '../fields.schemas';
import { AppSettings } from './app-settings.service';
import { appParam, connectedAppsReply } from './connected-apps.schemas';
import type { AppParam } from './connected-apps.schemas';

@ApiTags('connected apps')
@Controller('api/settings/connected-apps')
export class OwnAppsController {
  constructor(private readonly apps: AppSettings) {}

  @Get()
  @Surface({
    id: 'settings_list_connected_apps',
    access: 'session',
    permission: 'connected_apps:manage',
    document: {
      summary: 'List own connected apps',
      description:
        'Programs that the person has connected to the current team and that still are, the newest first.',
      response: { 200: connectedAppsReply },
    },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.apps.listOwn(caller, query);
  }

  @Delete(':app_id')
  @Surface({
    id: 'settings_disconnect_app',
    access: 'session',
    permission: 'connected_apps:manage',
    document: {
      summary: 'Disconnect an app',
      description:
        'End a connection of one’s own: its next call is refused, on every replica within a second.',
      response: { 200: doneReply },
      errors: ['not_found'],
    },
  })
  revoke(@Caller() caller: CallerContext, @Param({ schema: appParam }) { app_id: id }: AppParam) {
    return this.apps.revokeOwn(caller, id);
  }
}
