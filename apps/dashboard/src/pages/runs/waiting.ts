import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { HumanRequests } from '../../api/types';

/** What waits for a person: asked anew while the page is looked at. */
export function useWaiting(offset = 0) {
  return useQuery({
    queryKey: ['human-requests', offset],
    queryFn: () =>
      call<HumanRequests>('GET', '/v1/human-requests', { query: { status: 'pending', limit: 20, offset } }),
    refetchInterval: 5000,
  });
}
