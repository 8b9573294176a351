import type { KeptApp, KeyRotation } from './oauth-keeper';

/** A connected app, as the operator's commands give it out. */
export interface ConnectedAppView {
  readonly id: string;
  readonly client_id: string;
  readonly client_name: string;
  readonly redirect_host: string;
  readonly scopes: readonly string[];
  readonly user: { readonly id: string; readonly email: string };
  readonly team: { readonly id: string; readonly name: string };
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly last_used_ip: string | null;
}

export interface ConnectedAppListView {
  readonly apps: readonly ConnectedAppView[];
}

export interface RotatedKeysView {
  readonly active_in_seconds: number;
  readonly retired_in_seconds: number;
}

export function toConnectedAppView(app: KeptApp): ConnectedAppView {
  return {
    id: app.id,
    client_id: app.clientId,
    client_name: app.clientName,
    redirect_host: app.redirectHost,
    scopes: app.scopes,
    user: app.user,
    team: app.team,
    created_at: app.createdAt.toISOString(),
    last_used_at: app.lastUsedAt?.toISOString() ?? null,
    last_used_ip: app.lastUsedIp,
  };
}

export const toRotatedKeysView = (rotation: KeyRotation): RotatedKeysView => ({
  active_in_seconds: rotation.activeInSeconds,
  retired_in_seconds: rotation.retiredInSeconds,
});
