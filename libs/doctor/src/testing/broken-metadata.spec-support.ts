import type { Broken } from './broken.spec-support';
import { at, gone, html, issuer, problemAt, resource, warningAt } from './broken.spec-support';
import { PATH } from './good-server.spec-support';

const ROOT = '/.well-known/oauth-protected-resource';
const OAUTH = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';
const PREFLIGHT = 'OPTIONS';

export const brokenMetadata: readonly Broken[] = [
  problemAt(
    'prm-path',
    'has no resource metadata',
    at(/oauth-protected-resource/, () => gone()),
    { says: /status 404/ },
  ),
  problemAt(
    'prm-path',
    'has metadata elsewhere than the challenge says',
    at(ROOT + PATH, () => gone()),
    { says: /challenge names/ },
  ),
  warningAt(
    'prm-path',
    'has metadata at the URL of the challenge alone',
    (answer, { path, origin, headers }) => {
      const challenge = answer.headers['www-authenticate'] as string | undefined;
      if (challenge) answer.headers['www-authenticate'] = challenge.replace(ROOT + PATH, ROOT);
      return path === ROOT + PATH && origin && headers ? gone() : undefined;
    },
    { hosts: ['claude', 'claude-code', 'cursor', 'mcp-remote'] },
  ),
  problemAt(
    'prm-path',
    'sends metadata as text',
    at(ROOT + PATH, (answer) => {
      answer.headers['content-type'] = 'text/plain';
    }),
  ),
  problemAt(
    'prm-path',
    'sends the web application',
    at(/oauth-protected-resource/, () => html(200)),
    {
      also: { 'well-known-unknown': 'problem' },
      says: /web page/,
    },
  ),
  warningAt(
    'prm-root',
    'has nothing at the root',
    at(ROOT, () => gone()),
  ),
  warningAt(
    'prm-root',
    'has something else at the root',
    at(ROOT, (answer) => {
      answer.body = { ...answer.body, resource_name: 'other' };
    }),
  ),
  problemAt(
    'prm-cors',
    'keeps pages from the resource metadata',
    at(/oauth-protected-resource/, (answer) => {
      delete answer.headers['access-control-allow-origin'];
    }),
    { hosts: ['inspector'] },
  ),
  problemAt(
    'prm-resource',
    'names another resource',
    resource((body) => (body.resource = 'https://other.example/mcp')),
  ),
  problemAt(
    'prm-resource',
    'names no resource',
    resource((body) => delete body.resource),
  ),
  problemAt(
    'prm-resource',
    'names the origin',
    resource((body, { origin }) => (body.resource = origin)),
    { hosts: ['vscode'] },
  ),
  problemAt(
    'prm-resource',
    'adds a slash',
    resource((body) => (body.resource += '/')),
    { hosts: ['vscode'] },
  ),
  problemAt(
    'prm-servers',
    'names no authorization server',
    resource((body) => delete body.authorization_servers),
  ),
  problemAt(
    'prm-servers',
    'names it by a path',
    resource((body) => (body.authorization_servers = ['/oauth'])),
  ),
  warningAt(
    'prm-scopes',
    'lists no scopes',
    resource((body) => delete body.scopes_supported),
  ),
  warningAt(
    'prm-scopes',
    'lists offline_access',
    resource((body) => body.scopes_supported.push('offline_access')),
  ),
  warningAt(
    'prm-scopes',
    'lists fewer than it asks for',
    resource((body) => body.scopes_supported.pop()),
  ),
  problemAt(
    'prm-header',
    'wants the token in the query',
    resource((body) => (body.bearer_methods_supported = ['query'])),
  ),
  problemAt('well-known-unknown', 'sends the web application for every path', (answer, { path }) =>
    answer.status === 404 && path.startsWith('/.well-known/') ? html(200) : undefined,
  ),
  warningAt(
    'well-known-unknown',
    'sends the same metadata for every path',
    at(/no-such/, () => ({
      status: 200,
      headers: {},
      body: { issuer: 'https://x.example' },
    })),
  ),
  problemAt(
    'as-rfc8414',
    'has no metadata of the server',
    at(/oauth-authorization-server$|openid-configuration$/, () => gone()),
  ),
  problemAt(
    'as-rfc8414',
    'sends it as text',
    at(OAUTH, (answer) => {
      answer.headers['content-type'] = 'text/plain';
    }),
  ),
  warningAt(
    'as-rfc8414',
    'has the OpenID document alone',
    at(OAUTH, () => gone()),
  ),
  warningAt(
    'as-oidc',
    'has no OpenID document',
    at(OPENID, () => gone()),
  ),
  problemAt(
    'as-oidc',
    'says something else in the OpenID document',
    at(OPENID, (answer) => {
      answer.body = { ...answer.body, token_endpoint: `${answer.body.token_endpoint}2` };
    }),
  ),
  problemAt(
    'as-issuer',
    'adds a slash to the issuer',
    issuer((body) => (body.issuer += '/')),
    { also: { 'authorize-iss': 'problem' }, says: /slash/ },
  ),
  warningAt(
    'as-issuer-form',
    'names the issuer with a slash',
    (answer, { path }) => {
      if (/oauth-protected-resource/.test(path) && answer.status === 200)
        answer.body.authorization_servers[0] += '/';
      if (/oauth-authorization-server$|openid-configuration$/.test(path)) answer.body.issuer += '/';
    },
    { also: { 'authorize-iss': 'problem' }, hosts: ['codex', 'copilot-cli'] },
  ),
  problemAt(
    'as-cors',
    'keeps pages from the metadata of the server',
    at(/oauth-authorization-server|openid/, (answer) => {
      delete answer.headers['access-control-allow-origin'];
    }),
    { hosts: ['inspector'] },
  ),
  problemAt(
    'as-s256',
    'does not offer PKCE',
    issuer((body) => delete body.code_challenge_methods_supported),
  ),
  warningAt(
    'as-s256',
    'offers plain',
    issuer((body) => body.code_challenge_methods_supported.push('plain')),
  ),
  problemAt(
    'as-endpoints',
    'names no token endpoint',
    issuer((body) => delete body.token_endpoint),
  ),
  problemAt(
    'as-endpoints',
    'names a relative endpoint',
    issuer((body) => (body.revocation_endpoint = '/oauth/revoke')),
  ),
  warningAt(
    'as-endpoints',
    'names an endpoint elsewhere',
    issuer((body) => (body.jwks_uri = 'https://keys.example/jwks')),
  ),
  problemAt(
    'as-registration',
    'takes documents alone',
    issuer((body) => delete body.registration_endpoint),
    {
      hosts: ['cursor', 'mcp-remote', 'inspector'],
    },
  ),
  problemAt(
    'as-registration',
    'takes neither documents nor registrations',
    issuer((body) => {
      delete body.registration_endpoint;
      delete body.client_id_metadata_document_supported;
    }),
    { also: { 'as-cimd': 'warning' } },
  ),
  problemAt(
    'as-auth-none',
    'offers documents without none',
    issuer((body) => body.token_endpoint_auth_methods_supported.shift()),
    {
      hosts: ['claude', 'claude-code', 'chatgpt', 'vscode', 'copilot-cli'],
    },
  ),
  warningAt(
    'as-auth-none',
    'does not list client_secret_post',
    issuer((body) => (body.token_endpoint_auth_methods_supported = ['none'])),
    {
      hosts: ['claude'],
    },
  ),
  warningAt(
    'as-cimd',
    'does not take documents',
    issuer((body) => delete body.client_id_metadata_document_supported),
  ),
  warningAt(
    'as-iss',
    'does not promise iss',
    issuer((body) => delete body.authorization_response_iss_parameter_supported),
  ),
  problemAt(
    'as-response-types',
    'does not say code',
    issuer((body) => delete body.response_types_supported),
  ),
  warningAt(
    'as-response-types',
    'offers the implicit flow',
    issuer((body) => body.response_types_supported.push('code id_token')),
  ),
  problemAt(
    'as-grants',
    'does not redeem codes',
    issuer((body) => (body.grant_types_supported = ['refresh_token'])),
  ),
  warningAt(
    'as-grants',
    'does not refresh',
    issuer((body) => delete body.grant_types_supported),
  ),
  warningAt(
    'as-grants',
    'takes passwords',
    issuer((body) => body.grant_types_supported.push('password')),
  ),
  warningAt(
    'as-scopes',
    'cannot grant what the resource asks for',
    issuer((body) => body.scopes_supported.shift()),
  ),
  warningAt(
    'as-scopes',
    'lists many scopes',
    issuer((body) => {
      for (let i = 0; i < 20; i += 1) body.scopes_supported.push(`scope:${i}`);
    }),
    { hosts: ['claude'] },
  ),
  problemAt(
    'cors-mcp',
    'wants a credential for a preflight',
    at(PATH, (answer, { method }) => (method === PREFLIGHT ? { ...answer, status: 401 } : undefined)),
  ),
  warningAt(
    'cors-mcp',
    'does not know the origin',
    at(PATH, (_, { method }) => (method === PREFLIGHT ? { status: 403, headers: {} } : undefined)),
  ),
  problemAt(
    'cors-mcp',
    'forbids a header',
    at(PATH, (answer, { method }) => {
      if (method === PREFLIGHT) answer.headers['access-control-allow-headers'] = '*';
    }),
    { says: /authorization/ },
  ),
  problemAt(
    'cors-mcp',
    'allows every origin with credentials',
    at(PATH, (answer, { method }) => {
      if (method !== PREFLIGHT) return;
      answer.headers['access-control-allow-origin'] = '*';
      answer.headers['access-control-allow-credentials'] = 'true';
    }),
  ),
  warningAt(
    'cors-challenge',
    'hides the challenge',
    at(PATH, (answer) => {
      delete answer.headers['access-control-expose-headers'];
    }),
  ),
  problemAt(
    'cors-register',
    'has no preflight for registration',
    at('/oauth/register', (_, { method }) => (method === PREFLIGHT ? gone() : undefined)),
  ),
  warningAt(
    'cors-token',
    'has no preflight for tokens',
    at('/oauth/token', (_, { method }) => (method === PREFLIGHT ? gone() : undefined)),
  ),
];
