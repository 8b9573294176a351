import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { ApiKey, ApiKeys, KeyDraft, KeyPolicy, MadeKey } from '../../api/types';

export type { ApiKey } from '../../api/types';
export type Scope = ApiKey['scopes'][number];

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

export const useCreateKey = () => useKeyAction((body: KeyDraft) => call<MadeKey>('POST', PATH.own, { body }));

export const useRevokeKey = (whose: Whose) =>
  useKeyAction((id: string) => call('DELETE', `${PATH[whose]}/${id}`));

/** Ends the keys of everybody in the team. */
export const useRevokeAllKeys = () =>
  useKeyAction(() => call('POST', `${PATH.team}/revoke-all`, { body: {} }));

const POLICY = ['key-policy'];

export const useKeyPolicy = () =>
  useQuery({
    queryKey: POLICY,
    queryFn: () => call<KeyPolicy>('GET', '/api/settings/key-policy'),
  });

export function useSetKeyPolicy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (maxDays: number | null) =>
      call<KeyPolicy>('PUT', '/api/admin/key-policy', { body: { max_days: maxDays } }),
    onSuccess: (policy) => queries.setQueryData(POLICY, policy),
  });
}

export interface Binding {
  readonly id: string;
  readonly bound: string | null;
}

export const useBindKey = () =>
  useKeyAction(({ id, bound }: Binding) =>
    call('PATCH', `${PATH.team}/${id}`, { body: { mcp_bound: bound } }),
  );

export interface Rotation {
  readonly id: string;
  readonly oldValidSeconds: number;
}

export const useRotateKey = () =>
  useKeyAction(({ id, oldValidSeconds }: Rotation) =>
    call<MadeKey>('POST', `${PATH.own}/${id}/rotate`, { body: { old_valid_seconds: oldValidSeconds } }),
  );
