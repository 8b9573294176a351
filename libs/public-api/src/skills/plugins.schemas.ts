import { z } from 'zod';
import { pageQuery, pageReply, search } from '../shared';
import type { PluginRow } from './plugins.repository';
import { PLUGIN_TYPES } from './plugins.tables';
import { slug } from './skills.schemas';

const pluginFields = {
  name: slug(),
  title: z.string(),
  type: z.enum(PLUGIN_TYPES),
  description: z.string(),
  version: z.string(),
};

export const pluginSchema = z
  .strictObject(pluginFields)
  .meta({ id: 'Plugin', description: 'An entry of the plugin catalogue.' });
export const pluginDetailsSchema = z
  .strictObject({
    ...pluginFields,
    documentation: z.string().describe('Markdown'),
    capabilities: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  })
  .meta({ id: 'PluginDetails', description: 'A plugin with its documentation.' });

export const listPluginsQuery = z.strictObject({
  type: z.enum(PLUGIN_TYPES).optional(),
  search: search().describe('Part of the name, title or description, ignoring case'),
  ...pageQuery(100, 100),
});
export const listPluginsReply = pageReply('plugins', pluginSchema);

export const pluginParam = z.strictObject({ plugin_name: slug() });
export const pluginReply = z.strictObject({ plugin: pluginDetailsSchema });

export type ListPluginsQuery = z.infer<typeof listPluginsQuery>;

/** @returns the reply object of a plugin, as lists show it */
export function toPluginView(row: PluginRow): z.infer<typeof pluginSchema> {
  const { name, title, type, description, version } = row;
  return { name, title, type, description, version };
}

/** @returns the reply object of a plugin with its documentation */
export function toPluginDetailsView(row: PluginRow): z.infer<typeof pluginDetailsSchema> {
  const capabilities = row.capabilities.map(({ name, description }) => ({ name, description }));
  return { ...toPluginView(row), documentation: row.documentation, capabilities };
}
