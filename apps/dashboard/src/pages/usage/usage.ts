import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { Series, Usage } from '../../api/types';

/** How often the live picture is drawn anew, in milliseconds. */
const LIVE = 4000;

export function useUsage() {
  return useQuery({
    queryKey: ['usage'],
    queryFn: () => call<Usage>('GET', '/api/admin/usage', { query: { limit: 20 } }),
    refetchInterval: LIVE,
  });
}

/** @param seconds how far back, and the length of a step */
export function useSeries(seconds: number, step: number) {
  return useQuery({
    queryKey: ['usage', 'series', seconds, step],
    queryFn: () => call<Series>('GET', '/api/admin/usage/series', { query: { seconds, step_seconds: step } }),
    refetchInterval: LIVE,
  });
}
