/** The two protocol eras, by the revision that stands for each here. */
export const MODERN = '2026-07-28';
export const LEGACY = '2025-11-25';

const META = 'io.modelcontextprotocol/';

/** @returns {{ headers: Record<string, string>, body: string }} one JSON-RPC request as a client of the era sends it */
function message(era, method, params) {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': era,
  };
  if (era === MODERN) {
    headers['mcp-method'] = method;
    if (params.name) headers['mcp-name'] = params.name;
    params = {
      ...params,
      _meta: {
        [`${META}protocolVersion`]: era,
        [`${META}clientCapabilities`]: {},
        [`${META}clientInfo`]: { name: 'bench', version: '1.0.0' },
      },
    };
  }
  return { headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) };
}

export const callMessage = (era, name, args) => message(era, 'tools/call', { name, arguments: args });
export const listMessage = (era) => message(era, 'tools/list', {});

/** Sends a message to the product once. */
export async function post(product, key, { headers, body }) {
  const response = await fetch(`${product.url}/v1/mcp`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${key}` },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The product answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
