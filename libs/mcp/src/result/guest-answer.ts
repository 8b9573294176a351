import type { ServerResponse } from 'node:http';
import { resultArgumentsOf, toResult } from '@app/openapi-tools';
import type { HttpResponse, JsonObject } from '@app/openapi-tools';
import type { CapturedReply } from '../dispatch/capture-response';
import type { OpenCall } from '../dispatch/open-call';
import { META, SERVER_INFO } from '../protocol/revisions';
import { httpMeta } from './http-meta';

/** Carried by a reply that was written by the API of somebody else: errors without it are ours. */
const UPSTREAM_HEADER = 'x-upstream';

export const isGuestReply = (response: ServerResponse): boolean => response.hasHeader(UPSTREAM_HEADER);

/**
 * Writes the JSON-RPC answer of a call whose reply another API wrote: text, images and files as content, its errors
 * as problems with the names of the arguments, and no more than the budget of the tool.
 */
export function guestAnswer(call: OpenCall, reply: CapturedReply, response: ServerResponse): string {
  const { message, tool, profile, tools, link } = call;
  const http = httpMeta(response, reply.status);
  const maxBytes = tool.extensions['x-result-budget'];
  const body = reply.bytes ?? reply.text;
  const result = toResult(
    tool,
    { status: reply.status, headers: headersOf(response), body },
    {
      nowMs: Date.now(),
      ...(typeof maxBytes === 'number' && { maxBytes, maxTokens: Math.ceil(maxBytes / 4) }),
      ...resultArgumentsOf(tool, message.arguments as JsonObject),
      ...(link !== undefined && { link }),
      tools,
    },
  );
  const { structuredContent, _meta, ...rest } = result;
  // Clients of SDK v1 check even an error against a listed output schema and then throw it away.
  const structured = !result.isError || profile !== 'full-2020-12';
  return JSON.stringify({
    jsonrpc: '2.0',
    id: message.id,
    result: {
      ...rest,
      ...(structured && structuredContent !== undefined && { structuredContent }),
      ...(message.era === 'modern' && { resultType: 'complete' }),
      _meta: {
        ...(message.era === 'modern' && { [META.serverInfo]: SERVER_INFO }),
        ..._meta,
        [META.http]: structured ? http : { ...http, error: structuredContent },
      },
    },
  });
}

function headersOf(response: ServerResponse): HttpResponse['headers'] {
  const headers: Record<string, string | string[]> = {};
  for (const name of response.getHeaderNames()) {
    const value = response.getHeader(name);
    if (value !== undefined) headers[name] = typeof value === 'number' ? String(value) : value;
  }
  return headers;
}
