import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { Invites, MadeInvite, Role, TeamMembers } from '../../api/types';

export type { Invite, Role, TeamMember } from '../../api/types';

const MEMBERS = '/api/settings/members';
const INVITES = `${MEMBERS}/invites`;

export function useTeamMembers(search: string, offset: number) {
  return useQuery({
    queryKey: ['team-members', 'page', search, offset],
    queryFn: () => call<TeamMembers>('GET', MEMBERS, { query: { search, limit: 20, offset } }),
    // What was there stays while the next letters are looked for.
    placeholderData: (before) => before,
  });
}

export function useInvites(offset: number) {
  return useQuery({
    queryKey: ['team-members', 'invites', offset],
    queryFn: () => call<Invites>('GET', INVITES, { query: { limit: 20, offset } }),
    refetchInterval: 10_000,
  });
}

function useMemberAction<I, O>(act: (input: I) => Promise<O>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['team-members'] }),
  });
}

export const useChangeRole = (userId: string) =>
  useMemberAction((role: Role) => call('PATCH', `${MEMBERS}/${userId}`, { body: { role } }));

export const useRemoveMember = () =>
  useMemberAction((userId: string) => call('DELETE', `${MEMBERS}/${userId}`));

export const useInvite = () =>
  useMemberAction((body: { email: string; role: Role }) => call<MadeInvite>('POST', INVITES, { body }));

export const useRevokeInvite = () => useMemberAction((id: string) => call('DELETE', `${INVITES}/${id}`));
