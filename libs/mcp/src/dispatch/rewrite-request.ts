import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';
import type { EncodedRequest, ToolDefinition } from '@app/openapi-tools';

/** Headers of the outer message that say nothing about the operation it becomes. */
const DROPPED = new Set([
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
  'idempotency-key',
  'content-type',
  'accept',
]);

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

/** A new object, because deleting from the old one would make it slow for everybody after us. */
function rewriteHeaders(request: Request, tool: ToolDefinition, encoded: EncodedRequest): void {
  const inboundKey = request.headers[IDEMPOTENCY_KEY];
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (DROPPED.has(name) || name.startsWith('mcp-') || tool.declaredHeaders.includes(name)) continue;
    headers[name] = value;
  }
  const accept = tool.extensions['x-accept'];
  headers.accept = typeof accept === 'string' ? accept : 'application/json';
  if (encoded.contentType !== null) headers['content-type'] = encoded.contentType;
  if (tool.idempotencyArgument !== null && inboundKey !== undefined) headers[IDEMPOTENCY_KEY] = inboundKey;
  request.headers = Object.assign(headers, encoded.headers);
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
