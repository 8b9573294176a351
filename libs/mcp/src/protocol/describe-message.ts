import type { IncomingHttpHeaders } from 'node:http';
import type { McpTrace } from '@app/telemetry';
import { isObject } from './json';
import { META } from './revisions';

/** Longest text taken over from a message into the log, in characters. */
const MAX_TEXT = 100;

/** @returns what the log says about a message, well-formed or not */
export function describeMessage(body: unknown, headers: IncomingHttpHeaders): McpTrace {
  const message = isObject(body) ? body : {};
  const params = isObject(message.params) ? message.params : {};
  const meta = isObject(params._meta) ? params._meta : {};
  const info = meta[META.clientInfo] ?? params.clientInfo;
  return {
    method: textOf(message.method),
    tool: message.method === 'tools/call' ? textOf(params.name) : undefined,
    revision: textOf(meta[META.protocolVersion] ?? headers['mcp-protocol-version'] ?? params.protocolVersion),
    clientName: isObject(info) ? textOf(info.name) : undefined,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined;
}
