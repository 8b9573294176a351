import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';

export const PLUGIN_TYPES = ['platform', 'knowledge', 'repository'] as const;
export type PluginType = (typeof PLUGIN_TYPES)[number];

export interface PluginCapability {
  readonly name: string;
  readonly description: string;
}

/** The plugin catalogue: the same for all teams. */
export const pluginsTable = pgTable('plugins', {
  name: text('name').primaryKey(),
  title: text('title').notNull(),
  type: text('type').$type<PluginType>().notNull(),
  description: text('description').notNull(),
  version: text('version').notNull(),
  /** Markdown. */
  documentation: text('documentation').notNull(),
  capabilities: jsonb('capabilities').$type<PluginCapability[]>().notNull(),
});
