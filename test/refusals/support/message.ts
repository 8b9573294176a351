import { MODERN } from '../../support/mcp-client';
import type { McpEra } from '../../support/mcp-client';

export interface Message {
  body: any;
  headers: Record<string, string>;
}

export const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientCapabilities': {},
} as const;

/** A well-formed request of the era, to be spoilt by a test. */
export function message(
  era: McpEra,
  method: string,
  params: Record<string, unknown> = {},
  id: unknown = 7,
): Message {
  if (era === 'legacy') {
    return {
      body: { jsonrpc: '2.0', id, method, params },
      headers: { 'mcp-protocol-version': '2025-11-25' },
    };
  }
  return {
    body: { jsonrpc: '2.0', id, method, params: { ...params, _meta: { ...ENVELOPE } } },
    headers: {
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
      ...(typeof params.name === 'string' && { 'mcp-name': params.name }),
    },
  };
}
