import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { teamsTable, usersTable } from '@app/auth';
import type { Scope } from '@app/auth';
import { time } from '@app/database';

/** What a person approved: one client, for one team, with scopes. One row per grant. */
export const connectedAppsTable = pgTable(
  'connected_apps',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Hex SHA-256 of the grant's id. */
    grantHash: text('grant_hash').notNull(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => teamsTable.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => usersTable.id),
    clientId: text('client_id').notNull(),
    clientName: text('client_name').notNull(),
    /** Host, or scheme of an app, to which the person was sent back. */
    redirectHost: text('redirect_host').notNull(),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    lastUsedAt: time('last_used_at'),
    lastUsedIp: text('last_used_ip'),
    /** When it was cut off; its tokens are gone then. */
    revokedAt: time('revoked_at'),
  },
  (table) => [
    uniqueIndex('connected_apps_grant_key').on(table.grantHash),
    index('connected_apps_user_idx').on(table.userId),
    index('connected_apps_team_idx').on(table.teamId),
    index('connected_apps_client_idx').on(table.clientId),
  ],
);
