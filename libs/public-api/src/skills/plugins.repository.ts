import { Injectable } from '@nestjs/common';
import { and, count, eq, ilike, inArray, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { containsPattern } from '../shared';
import type { Page, PageRequest } from '../shared';
import { pluginsTable } from './plugins.tables';
import type { PluginType } from './plugins.tables';

export type PluginRow = typeof pluginsTable.$inferSelect;

export interface PluginFilter {
  readonly type?: PluginType | undefined;
  readonly search?: string | undefined;
}

/** @global The plugin catalogue is the same for all teams. */
@Injectable()
export class PluginsRepository {
  constructor(private readonly database: Database) {}

  async list(filter: PluginFilter, page: PageRequest): Promise<Page<PluginRow>> {
    const { handle } = this.database;
    const { name, title, type, description } = pluginsTable;
    const pattern = filter.search ? containsPattern(filter.search) : undefined;
    const where = and(
      filter.type ? eq(type, filter.type) : undefined,
      pattern ? or(ilike(name, pattern), ilike(title, pattern), ilike(description, pattern)) : undefined,
    );
    const rows = await handle
      .select()
      .from(pluginsTable)
      .where(where)
      .orderBy(sql`${name} collate "C"`)
      .limit(page.limit)
      .offset(page.offset);
    const [counted] = await handle.select({ total: count() }).from(pluginsTable).where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  async find(name: string): Promise<PluginRow | undefined> {
    const [row] = await this.database.handle.select().from(pluginsTable).where(eq(pluginsTable.name, name));
    return row;
  }

  /** @returns those of the names that are in the catalogue */
  async existing(names: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.handle
      .select({ name: pluginsTable.name })
      .from(pluginsTable)
      .where(inArray(pluginsTable.name, [...names]));
    return new Set(rows.map((row) => row.name));
  }

  /** Adds a plugin to the catalogue, or brings the one of this name up to date. */
  async upsert(plugin: PluginRow): Promise<void> {
    await this.database.handle
      .insert(pluginsTable)
      .values(plugin)
      .onConflictDoUpdate({ target: pluginsTable.name, set: plugin });
  }
}
