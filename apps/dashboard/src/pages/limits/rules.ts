import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { Preview, Rule, Rules } from '../../api/types';

const RULES = ['rules'];

export interface RuleDraft {
  readonly subject: Rule['subject'];
  readonly subject_id?: string | undefined;
  readonly bucket: Rule['bucket'];
  readonly limit: number;
  readonly window_seconds: number;
}

export const BUCKETS: readonly Rule['bucket'][] = ['api', 'start_run', 'sandbox_upload'];
export const SUBJECTS: readonly (readonly [Rule['subject'], string])[] = [
  ['team', 'The whole team'],
  ['role', 'Each credential of a role'],
  ['user', 'One person, all their credentials'],
  ['api_key', 'One API key'],
  ['oauth_client', 'One connected app'],
];

export function useRules() {
  return useQuery({
    queryKey: RULES,
    queryFn: () => call<Rules>('GET', '/api/admin/rate-limit-rules', { query: { limit: 200 } }),
  });
}

/** A change of rules that the list and the live picture follow at once. */
function useRuleAction<I, O>(act: (input: I) => Promise<O>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: RULES }),
        queries.invalidateQueries({ queryKey: ['usage'] }),
        queries.invalidateQueries({ queryKey: ['effective-limits'] }),
      ]),
  });
}

export const useCreateRule = () =>
  useRuleAction((body: RuleDraft & { mode: Rule['mode'] }) =>
    call<{ rule: Rule }>('POST', '/api/admin/rate-limit-rules', { body }),
  );

export const useChangeRule = () =>
  useRuleAction(
    ({
      id,
      ...body
    }: Partial<Pick<Rule, 'limit' | 'window_seconds' | 'mode' | 'enabled'>> & { id: string }) =>
      call<{ rule: Rule }>('PATCH', `/api/admin/rate-limit-rules/${id}`, { body }),
  );

export const useRemoveRule = () =>
  useRuleAction((id: string) => call('DELETE', `/api/admin/rate-limit-rules/${id}`));

export const usePreview = () =>
  useMutation({
    mutationFn: (body: RuleDraft) =>
      call<{ preview: Preview }>('POST', '/api/admin/rate-limit-rules/preview', { body }),
  });
