import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly last4: string;
  readonly scopes: readonly string[];
  readonly user_id?: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

export interface ApiKeys {
  readonly api_keys: readonly ApiKey[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

export interface MadeKey {
  readonly api_key: ApiKey;
  readonly secret: string;
}

const PATH = { own: '/api/settings/api-keys', team: '/api/admin/api-keys' } as const;
export type Whose = keyof typeof PATH;

export function useKeys(whose: Whose, offset: number) {
  return useQuery({
    queryKey: ['api-keys', whose, offset],
    queryFn: () => call<ApiKeys>('GET', PATH[whose], { query: { limit: 20, offset } }),
    refetchInterval: 10_000,
  });
}

function useKeyAction<I, O>(act: (input: I) => Promise<O>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}

export interface KeyDraft {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expires_at: string | null;
}

export const useCreateKey = () => useKeyAction((body: KeyDraft) => call<MadeKey>('POST', PATH.own, { body }));

export const useRevokeKey = (whose: Whose) =>
  useKeyAction((id: string) => call('DELETE', `${PATH[whose]}/${id}`));

export const useRotateKey = () =>
  useKeyAction((id: string) => call<MadeKey>('POST', `${PATH.own}/${id}/rotate`, { body: {} }));
