/** The newest revision with a handshake; what most hosts open with. */
export const LEGACY_VERSION = '2025-11-25';
export const MODERN_VERSION = '2026-07-28';

const CLIENT_INFO = { name: 'duvo-doctor', version: '1.0.0' };
const ACCEPT = 'application/json, text/event-stream';

export interface McpMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** The first message of a host that speaks a revision with a handshake. */
export function initializeMessage(): McpMessage {
  return {
    headers: { accept: ACCEPT },
    body: {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: LEGACY_VERSION, capabilities: {}, clientInfo: CLIENT_INFO },
    },
  };
}

/** A later message of the same host. */
export function legacyMessage(
  method: string,
  params: object | undefined,
  session: { version: string; sessionId?: string },
  id?: number,
): McpMessage {
  return {
    headers: {
      accept: ACCEPT,
      'mcp-protocol-version': session.version,
      ...(session.sessionId !== undefined && { 'mcp-session-id': session.sessionId }),
    },
    body: { jsonrpc: '2.0', ...(id !== undefined && { id }), method, ...(params && { params }) },
  };
}

/**
 * A message of a host that speaks 2026-07-28: no handshake, every request carries its envelope.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic
 */
export function modernMessage(method: string, params: object = {}, id = 1): McpMessage {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
  };
  return {
    headers: { accept: ACCEPT, 'mcp-protocol-version': MODERN_VERSION, 'mcp-method': method },
    body: { jsonrpc: '2.0', id, method, params: { ...params, _meta: envelope } },
  };
}
