import type { ApiKeyEntry } from '@app/auth';

/** A key as the operator's commands give it out. */
export interface KeyView {
  id: string;
  name: string;
  prefix: string;
  last4: string;
  status: string;
  scopes: readonly string[];
  mcp_bound: string | null;
  user: { id: string; email: string };
  team: { id: string; name: string };
  role: string | null;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  last_used_ip: string | null;
}

export interface CreatedKeyView extends KeyView {
  /** The key itself, this one time. */
  key: string;
}

export interface UserView {
  id: string;
  email: string;
  name: string;
  disabled: boolean;
  teams: { id: string; name: string; role: string }[];
}

export type KeyListView = { keys: KeyView[] };
export type RevokedKeyView = KeyView & { already_revoked: boolean };
export type UserListView = { users: UserView[] };

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;

export function toKeyView({ key, status, team, user, role }: ApiKeyEntry): KeyView {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    last4: key.last4,
    status,
    scopes: key.scopes,
    mcp_bound: key.mcpBound,
    user,
    team,
    role,
    created_at: key.createdAt.toISOString(),
    expires_at: iso(key.expiresAt),
    revoked_at: iso(key.revokedAt),
    last_used_at: iso(key.lastUsedAt),
    last_used_ip: key.lastUsedIp,
  };
}
