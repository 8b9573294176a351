import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { ConnectionChange, ConnectionDraft, Connections, Grant } from '../../api/types';

export type { Connection, Grant } from '../../api/types';

const PATH = '/api/settings/connections';
const KEY = 'connections';

export function useConnections(offset: number) {
  return useQuery({
    queryKey: [KEY, 'page', offset],
    queryFn: () => call<Connections>('GET', PATH, { query: { limit: 20, offset } }),
    refetchInterval: 10_000,
  });
}

export function useGrants(connectionId: string, isWanted: boolean) {
  return useQuery({
    queryKey: [KEY, 'grants', connectionId],
    queryFn: () => call<{ grants: Grant[] }>('GET', `${PATH}/${connectionId}/grants`),
    enabled: isWanted,
    // What somebody is changing must not change under them.
    refetchOnWindowFocus: false,
  });
}

function useConnectionAction<I, O>(act: (input: I) => Promise<O>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useCreateConnection = () =>
  useConnectionAction((body: ConnectionDraft) => call('POST', PATH, { body }));

export const useChangeConnection = (id: string) =>
  useConnectionAction((body: ConnectionChange) => call('PATCH', `${PATH}/${id}`, { body }));

export const useDeleteConnection = (id: string) => useConnectionAction(() => call('DELETE', `${PATH}/${id}`));

export const useReplaceGrants = (id: string) =>
  useConnectionAction((grants: readonly Grant[]) =>
    call('PUT', `${PATH}/${id}/grants`, { body: { grants } }),
  );
