import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import { everyPage } from '../../api/every-page';
import type {
  AdminTool,
  AdminTools,
  ApiKey,
  ApiKeys,
  ConnectedApp,
  ConnectedApps,
  ToolAccess,
} from '../../api/types';

export type { AdminTool, ToolAccess } from '../../api/types';

const TOOLS = '/api/admin/tools';
const PAGE = 200;

export function useAdminTools(search: string, toolset: string, offset: number) {
  return useQuery({
    queryKey: ['admin-tools', search, toolset, offset],
    queryFn: () => call<AdminTools>('GET', TOOLS, { query: { search, toolset, limit: 50, offset } }),
    // What was there stays while the next letters are looked for.
    placeholderData: (before) => before,
  });
}

/** One tool; `null` if there is none of that name. */
export function useAdminTool(name: string) {
  return useQuery({
    queryKey: ['admin-tools', 'one', name],
    queryFn: async (): Promise<AdminTool | null> =>
      (await call<AdminTools>('GET', TOOLS, { query: { name } })).tools[0] ?? null,
  });
}

export function useToolAccess(name: string, credential: string) {
  return useQuery({
    queryKey: ['tool-access', name, credential],
    queryFn: () =>
      call<ToolAccess>('GET', `${TOOLS}/${encodeURIComponent(name)}/access`, { query: { credential } }),
    enabled: credential !== '',
    refetchInterval: 10_000,
  });
}

export interface TeamCredentials {
  readonly keys: readonly ApiKey[];
  readonly apps: readonly ConnectedApp[];
}

/** Every key and connected app of the team, to choose from. */
export function useTeamCredentials() {
  return useQuery({
    queryKey: ['team-credentials'],
    queryFn: async (): Promise<TeamCredentials> => {
      const [keys, apps] = await Promise.all([
        everyPage(PAGE, async (query) => {
          const { api_keys: items, total } = await call<ApiKeys>('GET', '/api/admin/api-keys', { query });
          return { items, total };
        }),
        everyPage(PAGE, async (query) => {
          const reply = await call<ConnectedApps>('GET', '/api/admin/connected-apps', { query });
          return { items: reply.connected_apps, total: reply.total };
        }),
      ]);
      return { keys, apps };
    },
  });
}

/** @returns such as "Everybody", "owner, admin, builder (own)" */
export function rolesText({ roles }: AdminTool): string {
  if (roles.length === 6 && roles.every(({ reach }) => reach === 'any')) return 'Everybody';
  return roles.map(({ role, reach }) => (reach === 'own' ? `${role} (own)` : role)).join(', ');
}
