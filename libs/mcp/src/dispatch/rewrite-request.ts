import type { Request } from 'express';
import type { EncodedRequest, ToolDefinition } from '@app/openapi-tools';

/** Headers of the outer message that say nothing about the operation it becomes. */
const DROPPED = [
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
  'cookie',
  'expect',
];

const IDEMPOTENCY_KEY = 'idempotency-key';

/**
 * Turns the live MCP request into the REST request it stands for. Everything the caller really sent stays real
 * (address, credential, user agent); an argument can become a declared header and no other.
 *
 * `originalUrl` is left alone: it says where the client called.
 */
export function rewriteRequest(request: Request, tool: ToolDefinition, encoded: EncodedRequest): void {
  assertOwnPath(tool, encoded.path);
  request.method = encoded.method;
  request.url = encoded.query === '' ? encoded.path : `${encoded.path}?${encoded.query}`;
  request.body = encoded.body;
  rewriteHeaders(request, tool, encoded);
}

function rewriteHeaders(request: Request, tool: ToolDefinition, encoded: EncodedRequest): void {
  const { headers } = request;
  const inboundKey = headers[IDEMPOTENCY_KEY];
  for (const name of DROPPED) delete headers[name];
  for (const name of Object.keys(headers)) if (name.startsWith('mcp-')) delete headers[name];
  delete headers[IDEMPOTENCY_KEY];
  for (const name of tool.declaredHeaders) delete headers[name];
  delete headers['content-type'];
  if (encoded.contentType !== null) headers['content-type'] = encoded.contentType;
  headers.accept = 'application/json';
  if (tool.idempotencyArgument !== null && inboundKey !== undefined) headers[IDEMPOTENCY_KEY] = inboundKey;
  Object.assign(headers, encoded.headers);
}

/**
 * A rewritten request can reach the operation's own path and nothing else, whatever the arguments are.
 */
function assertOwnPath(tool: ToolDefinition, path: string): void {
  const brace = tool.path.indexOf('{');
  const prefix = brace === -1 ? tool.path : tool.path.slice(0, brace);
  const exact = brace !== -1 || path === tool.path;
  const segments = path.split('/').length === tool.path.split('/').length;
  if (!path.startsWith(prefix) || !exact || !segments || !prefix.startsWith('/v1/')) {
    throw new Error(`The path of ${tool.name} left its template.`);
  }
}
