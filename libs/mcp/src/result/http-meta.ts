import type { ServerResponse } from 'node:http';

/** @returns what the REST reply said besides its body, for `_meta`; `set-cookie` is never among it */
export function httpMeta(response: ServerResponse, status: number): Record<string, unknown> {
  const text = (name: string): string | undefined => response.getHeader(name)?.toString();
  const limit = text('x-ratelimit-limit');
  return {
    status,
    request_id: text('x-request-id'),
    ...(limit !== undefined && {
      rate_limit: {
        limit: Number(limit),
        remaining: Number(text('x-ratelimit-remaining')),
        reset: Number(text('x-ratelimit-reset')),
      },
    }),
    ...(text('location') !== undefined && { location: text('location') }),
    ...(text('etag') !== undefined && { etag: text('etag') }),
    ...(text('idempotent-replayed') === 'true' && { idempotent_replayed: true }),
  };
}
