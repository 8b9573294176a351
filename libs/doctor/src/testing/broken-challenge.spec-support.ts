import type { Broken } from './broken.spec-support';
import { at, html, problemAt, refusal, warningAt } from './broken.spec-support';
import { PATH } from './good-server.spec-support';
import type { Answer } from './http-stub.spec-support';

const EVIL = 'duvo-doctor-spoofed.example';

/** Replaces what the first POST of a host gets. */
const reach = (what: string, answer: Answer, says: RegExp): Broken =>
  problemAt(
    'reach',
    what,
    at(PATH, (_, { method }) => (method === 'POST' ? answer : undefined)),
    { says },
  );

const MODERN = 'server/discover';

export const brokenChallenges: readonly Broken[] = [
  reach('redirects', { status: 308, headers: { location: '/v1/mcp/' } }, /\/v1\/mcp\/ \(308\)/),
  reach('has nothing at the path', { status: 404, headers: {} }, /no MCP endpoint/),
  reach('refuses with 403', { status: 403, headers: {} }, /403/),
  reach('shows a web page', html(200), /web page/),
  reach('fails', { status: 500, headers: {}, body: { error: 'internal_error' } }, /500/),
  reach('answers something that is not JSON-RPC', { status: 200, headers: {}, body: { hello: 1 } }, /hello/),
  warningAt(
    'challenge-initialize',
    'lets everybody initialize',
    at(PATH, (answer, { json, headers }) => {
      if (json?.method !== 'initialize' || headers.authorization) return;
      const result = {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'a', version: '1' },
      };
      return { status: 200, headers: answer.headers, body: { jsonrpc: '2.0', id: 1, result } };
    }),
  ),
  problemAt(
    'challenge-discover',
    'refuses server/discover with 400',
    at(PATH, (answer, { json }) =>
      json?.method === MODERN && answer.status === 401 ? { ...answer, status: 400 } : undefined,
    ),
  ),
  warningAt(
    'challenge-get',
    'refuses GET with 405 first',
    at(PATH, (answer, { method, headers }) =>
      method === 'GET' && !headers.authorization ? { ...answer, status: 405 } : undefined,
    ),
  ),
  problemAt(
    'challenge-get',
    'opens a stream to everybody',
    at(PATH, (_, { method, headers }) =>
      method === 'GET' && !headers.authorization
        ? { status: 200, headers: { 'content-type': 'text/event-stream' }, body: ': hi\n\n', hang: true }
        : undefined,
    ),
    { says: /everybody/ },
  ),
  problemAt(
    'challenge-bad-token',
    'refuses an unknown token with 403',
    at(PATH, (answer, { headers }) =>
      answer.status === 401 && headers.authorization ? { ...answer, status: 403 } : undefined,
    ),
  ),
  warningAt(
    'challenge-bad-token',
    'does not say invalid_token',
    refusal((header) => header.replace('error="invalid_token", ', '')),
  ),
  warningAt(
    'challenge-cache',
    'lets the refusal be cached',
    at(PATH, (answer) => {
      delete answer.headers['cache-control'];
    }),
  ),
  problemAt(
    'challenge-single',
    'sends no challenge',
    refusal(() => undefined),
    {
      also: { 'challenge-bad-token': 'warning' },
      says: /no WWW-Authenticate/,
    },
  ),
  problemAt(
    'challenge-single',
    'offers Basic',
    refusal(() => 'Basic realm="duvo"'),
    {
      also: { 'challenge-bad-token': 'warning' },
      says: /Basic/,
    },
  ),
  problemAt(
    'challenge-single',
    'sends two headers',
    refusal((header) => ['Basic realm="duvo"', header]),
  ),
  problemAt(
    'challenge-single',
    'sends two challenges in one header',
    refusal((header) => `${header}, Basic realm="x"`),
  ),
  problemAt(
    'challenge-metadata-url',
    'names no metadata',
    refusal((header) => header.replace(/resource_metadata="[^"]*", /, '')),
  ),
  problemAt(
    'challenge-metadata-url',
    'names a relative URL',
    refusal((header) => header.replace(/http:\/\/[^/]*/, '')),
  ),
  problemAt(
    'challenge-metadata-url',
    'names an inner address',
    refusal((header) => header.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9')),
    {
      also: { 'prm-path': 'problem', 'prm-cors': 'problem' },
    },
  ),
  warningAt(
    'challenge-scope',
    'names no scope',
    refusal((header) => header.replace(/, scope="[^"]*"/, '')),
  ),
  warningAt(
    'challenge-scope',
    'asks for offline_access',
    refusal((header) => header.replace('mcp:write', 'mcp:write offline_access')),
  ),
  warningAt(
    'challenge-no-error',
    'sends error without a credential',
    refusal((header) =>
      header.includes('error=') ? header : header.replace('Bearer ', 'Bearer error="invalid_token", '),
    ),
  ),
  problemAt(
    'spoofed-host',
    'builds URLs from Host',
    refusal((header, { headers }) =>
      headers.host === EVIL ? header.replace(/127\.0\.0\.1:\d+/, EVIL) : header,
    ),
  ),
  problemAt(
    'spoofed-host',
    'builds the metadata from Host',
    at(/oauth-authorization-server$/, (answer, { headers }) => {
      if (headers.host === EVIL) answer.body.token_endpoint = `https://${EVIL}/token`;
    }),
  ),
  problemAt(
    'spoofed-forwarded',
    'builds URLs from X-Forwarded-Host',
    at(/oauth-protected-resource\/v1\/mcp$/, (answer, { headers }) => {
      if (headers['x-forwarded-host']) answer.body.resource = `https://${headers['x-forwarded-host']}/v1/mcp`;
    }),
  ),
  problemAt(
    'query-token',
    'takes the token from the URL',
    at(PATH, (_, { query, json }) =>
      query.has('access_token')
        ? { status: 200, headers: {}, body: { jsonrpc: '2.0', id: json.id, result: {} } }
        : undefined,
    ),
  ),
  problemAt(
    'query-token',
    'judges a token in the URL',
    at(PATH, (answer, { query }) => {
      if (query.has('access_token')) {
        answer.headers['www-authenticate'] = (answer.headers['www-authenticate'] as string).replace(
          'Bearer ',
          'Bearer error="invalid_token", ',
        );
      }
    }),
  ),
];
