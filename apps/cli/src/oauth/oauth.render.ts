import type { ConnectedAppListView, ConnectedAppView, RotatedKeysView } from '@app/operator';
import { table } from '../table';

const minute = (iso: string | null): string => iso?.slice(0, 16).replace('T', ' ') ?? 'never';

export function renderApps({ apps }: ConnectedAppListView): string {
  if (apps.length === 0) return 'There are no such connected apps.';
  const rows = apps.map((app) => [
    // Programs name themselves.
    app.client_name.replace(/\p{C}/gu, '?'),
    app.redirect_host,
    app.user.email,
    app.team.name,
    app.scopes.join(','),
    minute(app.created_at),
    minute(app.last_used_at),
    app.id,
  ]);
  return table(
    ['APP', 'SENT BACK TO', 'USER', 'TEAM', 'SCOPES', 'SINCE (UTC)', 'LAST USED (UTC)', 'ID'],
    rows,
  );
}

export function renderRevokedApp({ client_name: name, user, team }: ConnectedAppView): string {
  return `Ended the connection of "${name.replace(/\p{C}/gu, '?')}" for ${user.email} in the team ${team.name}. Its tokens open nothing any more; replicas without Redis may take 5 s.`;
}

export function renderRotatedKeys(view: RotatedKeysView): string {
  if (view.active_in_seconds === 0) {
    return 'Made new keys, which sign from now on. The old ones are worth nothing any more; other replicas notice within 30 s.';
  }
  const minutes = Math.round(view.active_in_seconds / 60);
  const hours = Math.round(view.retired_in_seconds / 3600);
  return `Made new keys. They sign in ${minutes} minutes, once every replica knows them; the old ones verify for about ${hours} hours.`;
}
