import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { time } from '@app/database';

/** What the authorization server keeps: tokens, codes, grants, its sessions, clients and so on. */
export const artifactsTable = pgTable(
  'oauth_artifacts',
  {
    /** Kind, as the library names its models, such as `RefreshToken`. */
    model: text('model').notNull(),
    /** Hex SHA-256 of the id. For tokens and codes the id is the credential itself. */
    idHash: text('id_hash').notNull(),
    /** Hex SHA-256 of the id of the grant, of the uid, of the user code: what else a row is found by. */
    grantHash: text('grant_hash'),
    uidHash: text('uid_hash'),
    userCodeHash: text('user_code_hash'),
    accountId: text('account_id'),
    clientId: text('client_id'),
    /** The payload where it holds nothing that could be used; `sealed` has the rest, encrypted. */
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    sealed: text('sealed'),
    consumedAt: time('consumed_at'),
    /** Uses of a refresh token after its first, within the leeway. */
    reuses: integer('reuses').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.idHash] }),
    index('oauth_artifacts_grant_idx').on(table.grantHash),
    index('oauth_artifacts_uid_idx').on(table.uidHash),
    index('oauth_artifacts_account_idx').on(table.accountId),
    index('oauth_artifacts_client_idx').on(table.clientId),
    index('oauth_artifacts_expiry_idx').on(table.expiresAt),
  ],
);
