import type { McpReply } from '../../support/mcp-client';
import type { RestReply } from '../../support/rest-client';

/** What a caller learns, whichever way it called. */
export interface Outcome {
  readonly status: number;
  readonly body: any;
  /** Headers of the reply that mean something to a caller, by name; of a tool also those told in `_meta`. */
  readonly headers: Readonly<Record<string, string | null>>;
}

/** Sent by REST as headers and kept on the answer of a tool call. */
const KEPT = [
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'retry-after',
  'x-request-id',
  'www-authenticate',
];
/** Sent by REST as headers and told by a tool in `_meta`. */
const TOLD = { etag: 'etag', location: 'location', 'idempotent-replayed': 'idempotent_replayed' } as const;

/** What a host has to see as an HTTP status; everything else is a result. */
const TRANSPORT_REFUSALS = [
  '401 invalid_token',
  '403 insufficient_scope',
  '429 rate_limited api',
  '429 rate_limited api_user',
  '429 rate_limited api_team',
  '429 rate_limited unauthenticated',
  '503 unavailable',
];

function refusalOf({ status, body }: McpReply): string {
  const bucket = body?.details?.find((detail: any) => detail.field === 'bucket')?.code as string | undefined;
  return [status, body?.error, bucket].filter((part) => part !== undefined).join(' ');
}

export function outcomeOfRest(reply: RestReply): Outcome {
  const names = [...KEPT, ...Object.keys(TOLD)];
  return {
    status: reply.status,
    body: reply.body,
    headers: Object.fromEntries(names.map((name) => [name, reply.headers.get(name)])),
  };
}

/**
 * Undoes the envelope of a tool call.
 * @throws if the envelope contradicts itself
 */
export function outcomeOfTool(reply: McpReply): Outcome {
  const kept = Object.fromEntries(KEPT.map((name) => [name, reply.headers.get(name)]));
  const untold = Object.fromEntries(Object.keys(TOLD).map((name) => [name, null]));
  if (reply.status !== 200) {
    expect(TRANSPORT_REFUSALS).toContain(refusalOf(reply));
    return { status: reply.status, body: reply.body, headers: { ...untold, ...kept } };
  }
  if (!reply.result) throw new Error(`No result, but ${reply.text.slice(0, 300)}`);
  const { content, structuredContent, isError, _meta: meta } = reply.result;
  const http = meta['ai.duvo/http'];
  expect(JSON.parse(content[0].text)).toEqual(structuredContent);
  expect(isError).toBe(http.status >= 400);
  expect(http.request_id).toBe(kept['x-request-id']);
  expect(http.rate_limit && String(http.rate_limit.remaining)).toBe(
    kept['x-ratelimit-remaining'] ?? undefined,
  );
  const told = Object.fromEntries(
    Object.entries(TOLD).map(([header, field]) => [header, http[field]?.toString() ?? null]),
  );
  return {
    status: http.status,
    body: isError ? errorBody(structuredContent) : structuredContent,
    headers: { ...kept, ...told },
  };
}

function errorBody({ status, retryable, retryAfterMs, ...body }: any): any {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(typeof retryable).toBe('boolean');
  if (retryAfterMs !== undefined) expect(retryAfterMs).toBeGreaterThan(0);
  return body;
}
