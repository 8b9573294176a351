import { z } from 'zod';
import { SCOPES } from '@app/auth';
import type { ApiKey, MadeApiKey } from '@app/auth';
import { keyMcpBoundSchema } from '@app/config';
import { isoTime, pageEnvelope, text, uuid } from '../fields.schemas';

const MAX_NAME = 100;
const MAX_LIFE_DAYS = 3650;
/** Longest time for which a secret that was replaced is taken: 7 days. */
const MAX_OLD_VALID_SECONDS = 7 * 86_400;
const DEFAULT_OLD_VALID_SECONDS = 86_400;

const mcpBound = () =>
  keyMcpBoundSchema()
    .nullable()
    .describe(
      'The tools that hosts with this key are shown at most, as in the URL of a host: readonly=1, toolsets=agents,runs, tools=list_agents, joined by &. Null: as the server says. REST is not concerned.',
    );
const scopes = () => z.array(z.enum(SCOPES)).min(1).max(SCOPES.length);

export const createKeyBody = z.strictObject({
  name: text(MAX_NAME),
  scopes: scopes()
    .refine((given) => new Set(given).size === given.length, { message: 'must not repeat' })
    .optional()
    .describe('Both, if left out. A key may never do more than its owner.'),
  expires_at: isoTime()
    .refine((value) => !value.startsWith('0000'), { message: 'must be a time that has a year' })
    .nullable()
    .optional()
    .describe('When the key ends: in 90 days if left out, or sooner where the team says so; never if null.'),
  mcp_bound: mcpBound().optional(),
});
export const boundKeyBody = z.strictObject({ mcp_bound: mcpBound() });
export const rotateKeyBody = z.strictObject({
  old_valid_seconds: z
    .int()
    .min(0)
    .max(MAX_OLD_VALID_SECONDS)
    .default(DEFAULT_OLD_VALID_SECONDS)
    .describe('How long the secret that is replaced is still taken.'),
});
export const revokeAllBody = z.strictObject({
  user_id: uuid()
    .nullable()
    .default(null)
    .describe('Only the keys of this member; null: those of everybody.'),
});
const maxDays = () => z.int().min(1).max(MAX_LIFE_DAYS).nullable();
export const keyPolicyBody = z.strictObject({
  max_days: maxDays().describe('Longest life of a new key, in days; null: any, and keys without an end.'),
});
export const keyParam = z.strictObject({ key_id: uuid() });

export const keySchema = z
  .strictObject({
    id: uuid(),
    user_id: uuid(),
    name: z.string(),
    prefix: z.string().describe('First characters after duvo_live_.'),
    last4: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    mcp_bound: z.string().nullable().describe('The tools that hosts with it are shown at most.'),
    created_at: isoTime(),
    expires_at: isoTime().nullable(),
    last_used_at: isoTime().nullable(),
    revoked_at: isoTime().nullable(),
    old_secret_until: isoTime()
      .nullable()
      .describe('Until when the secret before the last rotation is taken.'),
  })
  .meta({ id: 'ApiKey', description: 'An API key, without its secret.' });

export const keyReply = z.strictObject({ api_key: keySchema });
export const keysReply = z.strictObject({ api_keys: z.array(keySchema), ...pageEnvelope });
export const revokedKeysReply = z.strictObject({ revoked: z.int().describe('How many keys that was.') });
export const keyPolicyReply = z.strictObject({
  key_policy: z.strictObject({ max_days: z.int().nullable() }),
});
export const madeKeyReply = z.strictObject({
  api_key: keySchema,
  secret: z.string().describe('Shown this once; nobody can look it up.'),
});

export type CreateKeyBody = z.output<typeof createKeyBody>;
export type BoundKeyBody = z.output<typeof boundKeyBody>;
export type RotateKeyBody = z.output<typeof rotateKeyBody>;
export type RevokeAllBody = z.output<typeof revokeAllBody>;
export type KeyPolicyBody = z.output<typeof keyPolicyBody>;
export type KeyPolicyView = z.output<typeof keyPolicyReply>;
export type KeyParam = z.output<typeof keyParam>;
export type KeyView = z.output<typeof keySchema>;
export type KeysView = z.output<typeof keysReply>;
export type MadeKeyView = z.output<typeof madeKeyReply>;

export function toKeyView(key: ApiKey): KeyView {
  const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
  return {
    id: key.id,
    user_id: key.userId,
    name: key.name,
    prefix: key.prefix,
    last4: key.last4,
    scopes: [...key.scopes],
    mcp_bound: key.mcpBound,
    created_at: key.createdAt.toISOString(),
    expires_at: iso(key.expiresAt),
    last_used_at: iso(key.lastUsedAt),
    revoked_at: iso(key.revokedAt),
    old_secret_until: iso(key.previousEndsAt),
  };
}

export const toMadeKeyView = ({ apiKey, secret }: MadeApiKey): MadeKeyView => ({
  api_key: toKeyView(apiKey),
  secret,
});
