import { z } from 'zod';
import { idParam, isoTime, pageQuery, pageReply, text, uuid } from '../shared';
import { ACCESS_LEVELS } from './access-level';
import type { Access } from './access-level';
import type { ConnectionRow } from './connections.tables';

const status = () => z.enum(['active', 'broken']);

export const connectionSchema = z
  .strictObject({
    id: uuid(),
    team_id: uuid(),
    name: z.string(),
    type: z.string(),
    provider: z.string(),
    status: status(),
    broken_reason: z.string().nullable(),
    account_label: z.string().nullable(),
    scopes: z.array(z.string()),
    owner_id: uuid(),
    shared: z.boolean(),
    access: z.enum(['none', ...ACCESS_LEVELS]).describe('Level of the caller'),
    created_at: isoTime(),
    updated_at: isoTime(),
  })
  .meta({ id: 'Connection', description: 'Signed-in account of an outside system; never a secret.' });

export const listConnectionsQuery = z.strictObject({
  type: text(0, 50).optional(),
  status: status().optional(),
  ...pageQuery(100, 100),
});
export type ListConnectionsQuery = z.output<typeof listConnectionsQuery>;

export const connectionParam = idParam('connection_id');
export const connectionReply = z.strictObject({ connection: connectionSchema });
export const connectionsReply = pageReply('connections', connectionSchema);

export type ConnectionView = z.output<typeof connectionSchema>;

/** A connection with the level that the caller has on it. */
export interface ConnectionWithAccess {
  readonly row: ConnectionRow;
  readonly access: Access;
}

/** Who has no level sees that the connection exists and whose it is, and nothing of the account behind it. */
export function toConnectionView({ row, access }: ConnectionWithAccess): ConnectionView {
  const redacted = access === 'none';
  return {
    id: row.id,
    team_id: row.teamId,
    name: row.name,
    type: row.type,
    provider: row.provider,
    status: row.status,
    broken_reason: redacted ? null : row.brokenReason,
    account_label: redacted ? null : row.accountLabel,
    scopes: redacted ? [] : row.scopes,
    owner_id: row.ownerId,
    shared: row.shared,
    access,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
