import type { ServerResponse } from 'node:http';
import { resultArgumentsOf, toResult } from '@app/openapi-tools';
import type { HttpResponse, JsonObject } from '@app/openapi-tools';
import type { CapturedReply } from '../dispatch/capture-response';
import type { OpenCall } from '../dispatch/open-call';
import { META } from '../protocol/revisions';
import { httpMeta } from './http-meta';
import { rpcAnswer } from './rpc-answer';

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
  const result = toResult(
    tool,
    // Numbers among them are lengths, which say nothing about a result.
    { status: reply.status, headers: response.getHeaders() as HttpResponse['headers'], body: reply.body },
    {
      nowMs: Date.now(),
      ...(typeof maxBytes === 'number' && { maxBytes, maxTokens: Math.ceil(maxBytes / 4) }),
      ...resultArgumentsOf(tool, message.arguments as JsonObject),
      ...(link !== undefined && { link }),
      tools,
    },
  );
  const { content, structuredContent, isError, _meta } = result;
  // Clients of SDK v1 check even an error against a listed output schema and then throw it away.
  const structured = !isError || profile !== 'full-2020-12';
  return rpcAnswer({
    id: message.id,
    era: message.era,
    content: content.map((block) => JSON.stringify(block)),
    structured: structured && structuredContent !== undefined ? JSON.stringify(structuredContent) : undefined,
    isError,
    meta: { ..._meta, [META.http]: structured ? http : { ...http, error: structuredContent } },
  });
}
