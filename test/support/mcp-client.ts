import { parse } from './rest-client';

export type McpEra = 'modern' | 'legacy';

export interface McpReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON-RPC answer, or the flat error body of a refusal by the transport. */
  readonly body: any;
  /** `result` of the answer. */
  readonly result: any;
  readonly error: any;
}

export interface McpOptions {
  readonly key?: string | undefined;
  readonly era?: McpEra;
  readonly headers?: Readonly<Record<string, string>>;
  readonly id?: string | number;
  /** Query of the endpoint, e.g. `?readonly=1`. */
  readonly query?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface McpClient {
  /** Sends one JSON-RPC request in the given era. @default modern */
  request(method: string, params?: Record<string, unknown>, options?: McpOptions): Promise<McpReply>;
  call(name: string, args?: unknown, options?: McpOptions): Promise<McpReply>;
  list(options?: McpOptions): Promise<McpReply>;
  /** Sends these bytes as they are. */
  raw(body: string | Uint8Array, options?: McpOptions): Promise<McpReply>;
}

export const MODERN = '2026-07-28';

/** JSON-RPC by hand against `/v1/mcp`, so that nothing of an SDK stands between test and endpoint. */
export function mcpClient(url: string): McpClient {
  const post = async (body: string | Uint8Array, options: McpOptions, headers: Record<string, string>) => {
    const response = await fetch(`${url}/v1/mcp${options.query ?? ''}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(options.key && { authorization: `Bearer ${options.key}` }),
        ...headers,
        ...options.headers,
      },
      body: body as RequestInit['body'],
    });
    const text = await response.text();
    const parsed = parse(text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
      result: parsed?.result,
      error: parsed?.error,
    };
  };
  const request: McpClient['request'] = (method, params = {}, options = {}) => {
    const { era = 'modern', id = 1 } = options;
    if (era === 'legacy') {
      const message = {
        jsonrpc: '2.0',
        id,
        method,
        params: { ...params, ...(options.meta && { _meta: options.meta }) },
      };
      return post(JSON.stringify(message), options, { 'mcp-protocol-version': '2025-11-25' });
    }
    const meta = {
      'io.modelcontextprotocol/protocolVersion': MODERN,
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'contract-test', version: '1.0.0' },
      ...options.meta,
    };
    const message = { jsonrpc: '2.0', id, method, params: { ...params, _meta: meta } };
    return post(JSON.stringify(message), options, {
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
      ...(typeof params.name === 'string' && { 'mcp-name': params.name }),
    });
  };
  return {
    request,
    call: (name, args = {}, options) => request('tools/call', { name, arguments: args }, options),
    list: (options) => request('tools/list', {}, options),
    raw: (body, options = {}) => post(body, options, {}),
  };
}
