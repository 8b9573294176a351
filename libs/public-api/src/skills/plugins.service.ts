import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import { toPageView } from '../shared';
import { PluginsRepository } from './plugins.repository';
import type { PluginRow } from './plugins.repository';
import { toPluginDetailsView, toPluginView } from './plugins.schemas';
import type { ListPluginsQuery } from './plugins.schemas';

@Injectable()
export class PluginsService {
  constructor(private readonly plugins: PluginsRepository) {}

  async list(query: ListPluginsQuery) {
    return toPageView('plugins', await this.plugins.list(query, query), query, toPluginView);
  }

  /** @throws ApiException `not_found` */
  async get(name: string) {
    const plugin = await this.plugins.find(name);
    if (!plugin) throw new ApiException('not_found');
    return { plugin: toPluginDetailsView(plugin) };
  }

  /** Adds a plugin to the catalogue, or brings the one of this name up to date. */
  upsert(plugin: PluginRow): Promise<void> {
    return this.plugins.upsert(plugin);
  }
}
