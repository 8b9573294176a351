import { randomUUID } from 'node:crypto';
import { authorizationServer } from './good-authorization.spec-support';
import type { Answer, Asked, Handler } from './http-stub.spec-support';

export const TOKEN = 'good-token-of-the-test';
export const PATH = '/v1/mcp';
const PAGE = 'http://localhost:6274';
const SERVER = { name: 'good', version: '1' };

const tool = (name: string): object => ({
  name,
  description: `Does ${name}.`,
  inputSchema: {
    type: 'object',
    properties: { limit: { type: 'integer' } },
    required: [],
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
});

const cors = ({ headers }: Asked): Record<string, string> =>
  headers.origin === PAGE
    ? {
        'access-control-allow-origin': PAGE,
        'access-control-allow-headers':
          'Authorization, Content-Type, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id',
        'access-control-expose-headers': 'WWW-Authenticate, Mcp-Session-Id',
      }
    : {};

function challenge({ headers, origin }: Asked): Answer {
  const error = headers.authorization === undefined ? '' : 'error="invalid_token", ';
  return {
    status: 401,
    headers: {
      'www-authenticate': `Bearer ${error}resource_metadata="${origin}/.well-known/oauth-protected-resource${PATH}", scope="mcp:read mcp:write"`,
      'cache-control': 'no-store',
    },
    body: { error: 'unauthorized' },
  };
}

const rpc = (asked: Asked, result: object): Answer => ({
  status: 200,
  headers: {},
  body: { jsonrpc: '2.0', id: asked.json.id, result },
});

function speak(asked: Asked): Answer {
  const { method, params } = asked.json;
  const modern = params?._meta !== undefined;
  const kept = modern ? { resultType: 'complete', ttlMs: 1000, cacheScope: 'private' } : {};
  if (method === 'initialize') {
    return rpc(asked, {
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: SERVER,
    });
  }
  if (method.startsWith('notifications/')) return { status: 202, headers: {} };
  if (method === 'server/discover' && modern) {
    return rpc(asked, {
      ...kept,
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      serverInfo: SERVER,
    });
  }
  // Two pages, so that the reader must follow the cursor.
  if (method === 'tools/list') {
    return params.cursor === 'two'
      ? rpc(asked, { ...kept, tools: [tool('list_things')] })
      : rpc(asked, { ...kept, tools: [tool('get_thing')], nextCursor: 'two' });
  }
  return {
    status: 404,
    headers: {},
    body: { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'no' } },
  };
}

function endpoint(asked: Asked, open: boolean): Answer {
  if (asked.method === 'OPTIONS') return { status: 204, headers: {} };
  if (!open && asked.headers.authorization !== `Bearer ${TOKEN}`) return challenge(asked);
  if (asked.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
  return speak(asked);
}

/** @returns a server that gives no host anything to stumble over */
export function goodServer({ open = false } = {}): Handler {
  const clients = new Map<string, any>();
  return (asked) => {
    const { path, origin } = asked;
    if (path === PATH) {
      const answer = endpoint(asked, open);
      return { ...answer, headers: { 'cache-control': 'no-store', ...cors(asked), ...answer.headers } };
    }
    const wellKnown = '/.well-known/oauth-protected-resource';
    if (!open && (path === wellKnown || path === wellKnown + PATH)) {
      return {
        status: 200,
        headers: { 'access-control-allow-origin': '*' },
        body: {
          resource: origin + PATH,
          authorization_servers: [origin],
          scopes_supported: ['mcp:read', 'mcp:write'],
          bearer_methods_supported: ['header'],
        },
      };
    }
    const answer = open ? undefined : authorizationServer(asked, clients, randomUUID);
    return answer ?? { status: 404, headers: {}, body: { error: 'not_found' } };
  };
}
