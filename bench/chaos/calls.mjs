// What clients send: REST requests, and tool calls of both protocol eras.
import { randomUUID } from 'node:crypto';
import { LEGACY, MODERN, callMessage } from '../lib/messages.mjs';

/** The three ways to do the same thing. */
export const WAYS = ['rest', MODERN, LEGACY];

const REST = {
  list_agents: () => ({ method: 'GET', path: '/v1/agents?limit=5' }),
  get_agent: ({ agent_id: id }) => ({ method: 'GET', path: `/v1/agents/${id}` }),
  get_profile: () => ({ method: 'GET', path: '/v1/profile' }),
  get_run: ({ run_id: id }) => ({ method: 'GET', path: `/v1/runs/${id}` }),
  create_agent: ({ idempotency_key: key, ...body }) => ({ method: 'POST', path: '/v1/agents', key, body }),
  start_run: ({ idempotency_key: key, ...body }) => ({ method: 'POST', path: '/v1/runs', key, body }),
};

/** @returns one request, with an id that its reply must carry */
export function callOf(origin, way, operation, args, credential) {
  const common = { authorization: `Bearer ${credential}`, 'x-request-id': randomUUID() };
  if (way !== 'rest') {
    const { headers, body } = callMessage(way, operation, args);
    return { way, url: `${origin}/v1/mcp`, method: 'POST', headers: { ...headers, ...common }, body };
  }
  const { method, path, key, body } = REST[operation](args);
  return {
    way,
    url: `${origin}${path}`,
    method,
    headers: {
      ...common,
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    },
    body: body && JSON.stringify(body),
  };
}

/**
 * Brings the replies of all ways into one form.
 * @returns `{ outcome: 'ok' | 'limited' | 'failed' | 'wrong', reason?, data?, retryAfterMs? }`
 */
export function read(call, reply) {
  if (reply.failure) return { outcome: 'failed', reason: reply.failure };
  const { status, headers } = reply;
  const body = parse(reply.text);
  if (status === 401) return { outcome: 'wrong', reason: `401 ${body?.error}` };
  const retryAfterMs = Number(headers['retry-after'] ?? 0) * 1000;
  if (headers['x-request-id'] !== call.headers['x-request-id'])
    return { outcome: 'wrong', reason: `${status} with the request id of another one` };
  if (status === 429) return { outcome: 'limited', retryAfterMs };
  if (status >= 300)
    return { outcome: 'failed', reason: `${status} ${body?.error ?? 'no JSON'}`, retryAfterMs };
  if (call.way === 'rest') return { outcome: 'ok', data: body };
  if (body?.error) return { outcome: 'failed', reason: `JSON-RPC ${body.error.code}` };
  const data = body?.result?.structuredContent;
  if (body?.id !== 1 || !data) return { outcome: 'wrong', reason: 'a 200 that is no tool result' };
  if (!body.result.isError) return { outcome: 'ok', data };
  if (data.status === 401) return { outcome: 'wrong', reason: '401 in a tool result' };
  return { outcome: 'failed', reason: `tool: ${data.status} ${data.error}`, retryAfterMs: data.retryAfterMs };
}

/** @returns whether any object in the data belongs to another team */
export function holdsOtherTeam(data, teamId) {
  if (data === null || typeof data !== 'object') return false;
  if (typeof data.team_id === 'string' && data.team_id !== teamId) return true;
  return Object.values(data).some((part) => holdsOtherTeam(part, teamId));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
