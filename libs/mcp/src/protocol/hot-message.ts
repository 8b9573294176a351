import type { IncomingHttpHeaders } from 'node:http';
import { isObject } from './json';
import type { Json } from './json';
import { DEFAULT_REVISION, LEGACY_REVISIONS, META, MODERN_REVISION } from './revisions';
import type { Era } from './revisions';

interface HotBase {
  readonly id: string | number;
  readonly era: Era;
  readonly revision: string;
  readonly clientName: string | undefined;
  readonly traceparent: string | undefined;
}

export interface HotList extends HotBase {
  readonly method: 'tools/list';
}

export interface HotCall extends HotBase {
  readonly method: 'tools/call';
  readonly name: string;
  readonly arguments: Json;
}

/** A well-formed `tools/list` or `tools/call`. Everything else is left to the SDK, unchanged. */
export type HotMessage = HotList | HotCall;

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Recognises the two messages worth a path of their own. It accepts only what needs no protocol error; the
 * conditions are those of both eras on one URL, where the body decides and headers confirm.
 */
export function readHotMessage(body: unknown, headers: IncomingHttpHeaders): HotMessage | undefined {
  if (!isObject(body) || body.jsonrpc !== '2.0' || !isId(body.id)) return undefined;
  const { method, params = {} } = body;
  if ((method !== 'tools/list' && method !== 'tools/call') || !isObject(params)) return undefined;
  const { _meta: meta = {} } = params;
  if (!isObject(meta)) return undefined;
  const era = readEra(method, params, meta, headers);
  if (!era) return undefined;
  const base = { id: body.id, ...era, clientName: clientNameOf(meta), traceparent: traceparentOf(meta) };
  if (method === 'tools/list') return params.cursor === undefined ? { ...base, method } : undefined;
  const { name, arguments: args = {} } = params;
  if (typeof name !== 'string' || !isObject(args)) return undefined;
  if (params.inputResponses !== undefined || params.requestState !== undefined) return undefined;
  return { ...base, method, name, arguments: args };
}

function readEra(
  method: string,
  params: Json,
  meta: Json,
  headers: IncomingHttpHeaders,
): { era: Era; revision: string } | undefined {
  const header = headers['mcp-protocol-version'];
  if (meta[META.protocolVersion] === undefined) {
    const revision = header ?? DEFAULT_REVISION;
    return LEGACY_REVISIONS.some((known) => known === revision)
      ? { era: 'legacy', revision: String(revision) }
      : undefined;
  }
  const confirmed =
    meta[META.protocolVersion] === MODERN_REVISION &&
    header === MODERN_REVISION &&
    isObject(meta[META.clientCapabilities]) &&
    isClientInfo(meta[META.clientInfo]) &&
    headers['mcp-method'] === method &&
    (method === 'tools/list' || decodeName(headers['mcp-name']) === params.name);
  return confirmed ? { era: 'modern', revision: MODERN_REVISION } : undefined;
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || Number.isSafeInteger(id);
}

function isClientInfo(info: unknown): boolean {
  if (info === undefined) return true;
  return isObject(info) && typeof info.name === 'string' && typeof info.version === 'string';
}

function clientNameOf(meta: Json): string | undefined {
  const info = meta[META.clientInfo];
  return isObject(info) && typeof info.name === 'string' ? info.name.slice(0, 100) : undefined;
}

function traceparentOf(meta: Json): string | undefined {
  const value = meta.traceparent;
  return typeof value === 'string' && TRACEPARENT.test(value) ? value : undefined;
}

/** A name that no header can carry travels as `=?base64?…?=`. */
function decodeName(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  const encoded = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/.exec(header)?.[1];
  return encoded === undefined ? header : Buffer.from(encoded, 'base64').toString('utf8');
}
