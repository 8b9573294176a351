import type { TeamId } from '@app/database';

/** The six roles, strongest first. */
export const ROLES = ['owner', 'admin', 'manager', 'builder', 'member', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Scopes only narrow what the role permits; `mcp:write` includes `mcp:read`. */
export const SCOPES = ['mcp:read', 'mcp:write'] as const;
export type Scope = (typeof SCOPES)[number];

export interface Credential {
  readonly type: 'api_key' | 'oauth' | 'session';
  /** Key id, or what stands for user + client + team (OAuth), or the session. Subject of the bucket `api`. */
  readonly id: string;
  readonly name: string | null;
  readonly keyPrefix: string | null;
  readonly clientName: string | null;
  /** Id of the OAuth client; only on OAuth tokens. */
  readonly clientId?: string;
  readonly expiresAt: Date | null;
}

/** On whose behalf a request runs: one user in one team, through one credential. */
export interface Principal {
  readonly userId: string;
  readonly teamId: TeamId;
  /** The user's role in the team now, not when the credential was made. */
  readonly role: Role;
  readonly credential: Credential;
  /** `null`: not narrowed (browser session). */
  readonly scopes: readonly Scope[] | null;
  /** The tools that a host is shown at most, in the form of MCP_BOUND. It narrows what is seen, not what is allowed. */
  readonly mcpBound?: string;
}

/** @returns whether the scopes cover `needed`, by the hierarchy that challenges use too */
export function hasScope(scopes: readonly Scope[] | null, needed: Scope): boolean {
  if (scopes === null || scopes.includes(needed)) return true;
  return needed === 'mcp:read' && scopes.includes('mcp:write');
}
