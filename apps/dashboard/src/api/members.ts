import { useQuery } from '@tanstack/react-query';
import { call } from './client';
import type { Members } from './types';

/** People of the team, at most a hundred: to choose from, and to say names instead of ids. */
export function useMembers() {
  return useQuery({
    queryKey: ['team-members'],
    queryFn: () => call<Members>('GET', '/v1/team/members', { query: { limit: 100 } }),
    staleTime: 60_000,
  });
}

/** @returns what a person of the team is called; the id of anybody else */
export function useNameOf(): (userId: string | null) => string {
  const members = useMembers().data?.members ?? [];
  return (userId) => members.find(({ id }) => id === userId)?.name ?? userId ?? 'Nobody';
}
