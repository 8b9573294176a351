import type { OutgoingHttpHeaders } from 'node:http';
import { resultArgumentsOf, toResult } from '@app/openapi-tools';
import type { HttpResponse, JsonObject } from '@app/openapi-tools';
import type { CapturedReply } from '../dispatch/capture-response';
import type { OpenCall } from '../dispatch/open-call';
import { META, SERVER_INFO } from '../protocol/revisions';

/** Carried by a reply that was written by the API of somebody else: errors without it are ours. */
const UPSTREAM_HEADER = 'x-upstream';

export const isGuestReply = (headers: OutgoingHttpHeaders): boolean => headers[UPSTREAM_HEADER] !== undefined;

/**
 * Writes the JSON-RPC answer of a call whose reply another API wrote: text, images and files as content, its errors
 * as problems with the names of the arguments, and no more than the budget of the tool.
 *
 * @param http what the REST reply said besides its body
 */
export function guestAnswer(
  call: OpenCall,
  reply: CapturedReply,
  headers: OutgoingHttpHeaders,
  http: Readonly<Record<string, unknown>>,
): string {
  const { message, tool, profile, tools, link } = call;
  const maxBytes = tool.extensions['x-result-budget'];
  const body = reply.bytes ?? reply.text;
  const result = toResult(
    tool,
    { status: reply.status, headers: asReceived(headers), body },
    {
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

function asReceived(headers: OutgoingHttpHeaders): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  );
}
