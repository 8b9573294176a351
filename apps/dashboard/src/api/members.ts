import { useQuery } from '@tanstack/react-query';
import { call } from './client';
import { everyPage } from './every-page';
import type { Members } from './types';

const PAGE = 100;

/** All people of the team: to choose from, and to say names instead of ids. */
export function useMembers() {
  return useQuery({
    queryKey: ['team-members'],
    queryFn: () =>
      everyPage(PAGE, async (query) => {
        const { members: items, total } = await call<Members>('GET', '/v1/team/members', { query });
        return { items, total };
      }),
    staleTime: 60_000,
  });
}

/** @returns what a person of the team is called; the id of anybody else */
export function useNameOf(): (userId: string | null) => string {
  const members = useMembers().data ?? [];
  return (userId) => members.find(({ id }) => id === userId)?.name ?? userId ?? 'Nobody';
}
