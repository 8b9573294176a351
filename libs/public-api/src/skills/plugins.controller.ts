import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@app/permissions';
import * as schemas from './plugins.schemas';
import { PluginsService } from './plugins.service';

@ApiTags('plugins')
@Controller('v1/plugins')
export class PluginsController {
  constructor(private readonly plugins: PluginsService) {}

  @Get()
  @Operation({
    id: 'list_plugin_catalog',
    summary: 'List plugins',
    description:
      'List the plugins that agents can be given, by name; the catalogue is the same for all teams. Put their names into the config of a revision; see what a plugin can do with get_plugin.',
    permission: 'plugins:read',
    hint: 'R',
    response: { 200: schemas.listPluginsReply },
  })
  list(@Query({ schema: schemas.listPluginsQuery }) query: schemas.ListPluginsQuery) {
    return this.plugins.list(query);
  }

  @Get(':plugin_name')
  @Operation({
    id: 'get_plugin',
    summary: 'Get a plugin',
    description:
      'Get one plugin of the catalogue by name. Use it before you put a plugin into a config. Returns what list_plugin_catalog shows, its documentation in markdown and its capabilities.',
    permission: 'plugins:read',
    hint: 'R',
    response: { 200: schemas.pluginReply },
    errors: ['not_found'],
  })
  get(@Param({ schema: schemas.pluginParam }) params: { plugin_name: string }) {
    return this.plugins.get(params.plugin_name);
  }
}
