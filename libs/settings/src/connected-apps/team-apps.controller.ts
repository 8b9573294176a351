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
@Controller('api/admin/connected-apps')
export class TeamAppsController {
  constructor(private readonly apps: AppSettings) {}

  @Get()
  @Surface({
    id: 'admin_list_connected_apps',
    access: 'session',
    permission: 'connected_apps:manage',
    document: {
      summary: 'List connected apps of the team',
      description: 'Programs that anybody has connected to the team and that still are, the newest first.',
      response: { 200: connectedAppsReply },
    },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.apps.listTeam(caller, query);
  }

  @Delete(':app_id')
  @Surface({
    id: 'admin_disconnect_app',
    access: 'session',
    permission: 'connected_apps:manage',
    document: {
      summary: 'Disconnect an app of the team',
      description:
        'End anybody’s connection to the team: its next call is refused, on every replica within a second.',
      response: { 200: doneReply },
      errors: ['not_found'],
    },
  })
  revoke(@Caller() caller: CallerContext, @Param({ schema: appParam }) { app_id: id }: AppParam) {
    return this.apps.revokeAny(caller, id);
  }
}
