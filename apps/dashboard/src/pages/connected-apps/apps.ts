import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { ConnectedApps } from '../../api/types';

const PATH = { own: '/api/settings/connected-apps', team: '/api/admin/connected-apps' } as const;
export type Whose = keyof typeof PATH;

export function useApps(whose: Whose, offset: number) {
  return useQuery({
    queryKey: ['connected-apps', whose, offset],
    queryFn: () => call<ConnectedApps>('GET', PATH[whose], { query: { limit: 20, offset } }),
    refetchInterval: 10_000,
  });
}

export function useDisconnect(whose: Whose) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call('DELETE', `${PATH[whose]}/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['connected-apps'] }),
  });
}
