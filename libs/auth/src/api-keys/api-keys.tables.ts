import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { time } from '@app/database';
import type { Scope } from '../principal';
import { teamsTable, usersTable } from '../users/users.tables';

export const apiKeysTable = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => teamsTable.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => usersTable.id),
    name: text('name').notNull(),
    /** Hex SHA-256 of the whole key. The key itself is stored nowhere. */
    hash: text('hash').notNull(),
    /** First 8 characters after `duvo_live_`, to recognise a key in a list. */
    prefix: text('prefix').notNull(),
    last4: text('last4').notNull(),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    /** The tools that hosts with this key are shown at most, in the form of MCP_BOUND; null: as the server says. */
    mcpBound: text('mcp_bound'),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
    lastUsedAt: time('last_used_at'),
    lastUsedIp: text('last_used_ip'),
    /** Hex SHA-256 of the secret before the last rotation, which is taken until `previousEndsAt`. */
    previousHash: text('previous_hash'),
    previousEndsAt: time('previous_ends_at'),
  },
  (table) => [
    uniqueIndex('api_keys_hash_key').on(table.hash),
    uniqueIndex('api_keys_previous_hash_key').on(table.previousHash),
    index('api_keys_team_idx').on(table.teamId, table.userId),
  ],
);
