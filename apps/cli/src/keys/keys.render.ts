import type { CreatedKeyView, KeyListView, KeyView, RevokedKeyView, UserListView } from '@app/operator';
import { table } from '../table';

const day = (iso: string | null, never: string): string => iso?.slice(0, 10) ?? never;
const minute = (iso: string | null): string => iso?.slice(0, 16).replace('T', ' ') ?? 'never';
const titleOf = ({ name, user, team }: KeyView): string =>
  `API key "${name}" of ${user.email} in the team ${team.name}`;

export function renderCreated(view: CreatedKeyView): string {
  return `Made the ${titleOf(view)} (role ${view.role}).

  ${view.key}

It is shown this once. Scopes: ${view.scopes.join(', ')}. Expires: ${day(view.expires_at, 'never')}.`;
}

export function renderBound(view: KeyView): string {
  return view.mcp_bound === null
    ? `Hosts with the ${titleOf(view)} are shown all tools that the server shows.`
    : `Hosts with the ${titleOf(view)} are shown at most: ${view.mcp_bound}`;
}

export function renderRevoked(view: RevokedKeyView): string {
  const when = minute(view.revoked_at);
  return view.already_revoked
    ? `The ${titleOf(view)} was revoked before, at ${when} UTC.`
    : `Revoked the ${titleOf(view)}. It no longer opens anything; replicas without Redis may take 5 s.`;
}

export function renderKeys({ keys }: KeyListView): string {
  if (keys.length === 0) return 'There are no such API keys.';
  const rows = keys.map((key) => [
    key.prefix,
    key.name,
    key.user.email,
    key.team.name,
    key.status,
    key.scopes.join(','),
    key.mcp_bound ?? '',
    day(key.expires_at, 'never'),
    minute(key.last_used_at),
    key.id,
  ]);
  return table(
    ['PREFIX', 'NAME', 'USER', 'TEAM', 'STATUS', 'SCOPES', 'BOUND', 'EXPIRES', 'LAST USED (UTC)', 'ID'],
    rows,
  );
}

export function renderUsers({ users }: UserListView): string {
  if (users.length === 0) return 'There are no such users.';
  const rows = users.flatMap((user) =>
    user.teams.map((team) => [
      user.email,
      user.name + (user.disabled ? ' (disabled)' : ''),
      team.name,
      team.role,
      team.id,
    ]),
  );
  return table(['EMAIL', 'NAME', 'TEAM', 'ROLE', 'TEAM ID'], rows);
}
