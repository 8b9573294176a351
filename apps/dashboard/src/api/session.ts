import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MeView, SignInWaysView } from '../../../../libs/settings/src/session/session.schemas';
import { ApiError, call, setCsrfToken } from './client';

export type Me = MeView;
export type TeamOfUser = Me['teams'][number];
export type Role = TeamOfUser['role'];

const ME = ['me'];

async function fetchMe(): Promise<Me | null> {
  try {
    const me = await call<Me>('GET', '/api/settings/me');
    setCsrfToken(me.csrf_token);
    return me;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      setCsrfToken(undefined);
      return null;
    }
    throw error;
  }
}

/** Who is signed in; `null` for nobody. */
export function useMe() {
  return useQuery({ queryKey: ME, queryFn: fetchMe, staleTime: 60_000, refetchOnWindowFocus: true });
}

/** What this server takes at the door. */
export function useSignInWays() {
  return useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: () => call<SignInWaysView>('GET', '/api/settings/sign-in'),
    staleTime: Infinity,
  });
}

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: { email: string; password: string }) =>
      call('POST', '/api/settings/session', { body: input }),
    onSuccess: () => queries.resetQueries({ queryKey: ME }),
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('DELETE', '/api/settings/session'),
    // What the last person saw must not be there for the next one.
    onSuccess: () => {
      queries.clear();
      location.assign('/');
    },
  });
}

export function useSwitchTeam() {
  return useMutation({
    mutationFn: (teamId: string) => call('PUT', '/api/settings/current-team', { body: { team_id: teamId } }),
    // Another team is another world: nothing that was read in this one may stay.
    onSuccess: () => location.assign('/'),
  });
}

const ADMINS: readonly Role[] = ['owner', 'admin'];

/** Whether the role opens the pages of administration. */
export const isAdmin = (role: Role | undefined): boolean => role !== undefined && ADMINS.includes(role);

/** Whether the role may have API keys. */
export const mayHaveKeys = (role: Role | undefined): boolean => role !== undefined && role !== 'viewer';

/** Whether the role may see and make connections. */
export const mayHaveConnections = mayHaveKeys;

const INVITERS: readonly Role[] = [...ADMINS, 'manager'];

/** Whether the role may invite people and change roles. */
export const mayInvite = (role: Role | undefined): boolean => role !== undefined && INVITERS.includes(role);
