import { OAUTH_HOSTS } from '../hosts/hosts';
import type { Broken } from './broken.spec-support';
import { at, gone, html, problemAt, registered, warningAt } from './broken.spec-support';
import type { Asked, Answer, Spoil } from './http-stub.spec-support';

const nameOf = (registration: object): string =>
  `${(registration as { client_name: string }).client_name} (Duvo doctor)`;
const refuse = (): Answer => ({ status: 400, headers: {}, body: { error: 'invalid_redirect_uri' } });
const errorPage = (): Answer => html(400);

const CLAUDE = 'https://claude.ai/api/mcp/auth_callback';
const PAGE = '/oauth/interaction/one';

/** Spoils the way to the sign-in page for requests like this. */
const asking = (like: (asked: Asked) => boolean, instead: (asked: Asked) => Answer): Spoil =>
  at('/oauth/authorize', (answer, asked) =>
    answer.status === 303 && like(asked) ? instead(asked) : undefined,
  );

/** What a server does that takes whatever it is asked. */
const takes = (like: (asked: Asked) => boolean): Spoil =>
  at('/oauth/authorize', (_, asked) =>
    like(asked) ? { status: 303, headers: { location: PAGE, 'set-cookie': 'interaction=one' } } : undefined,
  );

const perHost: readonly Broken[] = OAUTH_HOSTS.flatMap((host) => {
  const name = nameOf(host.oauth.registration([]));
  const { redirectUri, sometimes, scope } = host.oauth.authorization;
  const first = host.id === 'claude';
  return [
    problemAt(
      `dcr-${host.id}`,
      'refuses the registration',
      at('/oauth/register', (_, { json }) => (json?.client_name === name ? refuse() : undefined)),
      { hosts: [host.id], says: /invalid_redirect_uri/ },
    ),
    {
      id: `authorize-${host.id}`,
      what: 'does not show the sign-in page',
      verdict: sometimes ? 'warning' : 'problem',
      spoil: asking(
        ({ query }) => query.get('redirect_uri') === redirectUri && (!scope || query.get('scope') === ''),
        errorPage,
      ),
      hosts: [host.id],
      // The first host that registers lends its client to the other requests.
      ...(first && {
        also: { 'authorize-scope-offline': 'problem', 'authorize-resource-slash': 'problem' } as const,
      }),
    },
  ] satisfies Broken[];
});

export const brokenSignIn: readonly Broken[] = [
  ...perHost,
  problemAt(
    'dcr-codex',
    'gives no client_id',
    registered((client) => {
      if (client.client_name.startsWith('Codex')) delete client.client_id;
    }),
  ),
  problemAt(
    'dcr-cursor',
    'drops a callback',
    registered((client) => {
      if (client.client_name.startsWith('Cursor')) client.redirect_uris = client.redirect_uris.slice(1);
    }),
    { says: /cursor:\/\// },
  ),
  problemAt(
    'dcr-unsafe',
    'registers javascript:',
    at('/oauth/register', (answer, { json }) =>
      answer.status === 400 && json.redirect_uris[0].startsWith('javascript')
        ? { status: 201, headers: {}, body: { ...json, client_id: 'unsafe' } }
        : undefined,
    ),
    { says: /script/ },
  ),
  problemAt(
    'dcr-unsafe',
    'registers http elsewhere',
    at('/oauth/register', (answer, { json }) =>
      answer.status === 400 && json.redirect_uris[0].startsWith('http:')
        ? { status: 201, headers: {}, body: { ...json, client_id: 'unsafe' } }
        : undefined,
    ),
    { says: /in the clear/ },
  ),
  problemAt(
    'dcr-reply',
    'sends null',
    registered((client) => (client.logo_uri = null)),
    { says: /logo_uri/ },
  ),
  problemAt(
    'dcr-reply',
    'gives a secret to whoever wanted none',
    registered((client) => {
      client.token_endpoint_auth_method = 'client_secret_basic';
    }),
  ),
  problemAt(
    'dcr-reply',
    'does not say how long the secret lives',
    registered((client) => delete client.client_secret_expires_at),
  ),
  problemAt(
    'dcr-reply',
    'sends it as text',
    registered((_, answer) => {
      answer.headers['content-type'] = 'text/plain';
    }),
  ),
  warningAt(
    'dcr-reply',
    'withholds refresh tokens',
    registered((client) => (client.grant_types = ['authorization_code'])),
  ),
  warningAt(
    'dcr-reply',
    'answers 200',
    registered((_, answer) => {
      answer.status = 200;
    }),
  ),
  warningAt(
    'dcr-reply',
    'has no registration_client_uri',
    registered((client) => delete client.registration_client_uri),
    { hosts: ['claude'] },
  ),
  warningAt(
    'dcr-reply',
    'lets the answer be cached',
    registered((_, answer) => {
      answer.headers = {};
    }),
  ),
  problemAt(
    'authorize-scope-offline',
    'refuses a blank in front',
    asking(
      ({ query }) => query.get('scope') === ' offline_access',
      ({ query }) => ({
        status: 303,
        headers: { location: `${query.get('redirect_uri')}?error=invalid_scope` },
      }),
    ),
    { says: /error invalid_scope/ },
  ),
  problemAt(
    'authorize-resource-slash',
    'refuses a slash',
    asking(
      ({ query }) => query.get('resource')!.endsWith('/'),
      ({ query }) => ({
        status: 303,
        headers: { location: `${query.get('redirect_uri')}?error=invalid_target` },
      }),
    ),
    { says: /invalid_target/ },
  ),
  problemAt(
    'authorize-iss',
    'does not name the issuer',
    at('/oauth/authorize', (answer) => {
      const { location } = answer.headers;
      if (location) answer.headers.location = (location as string).replace(/&iss=[^&]*/, '');
    }),
  ),
  problemAt(
    'authorize-pkce',
    'does without PKCE',
    takes(({ query }) => query.get('redirect_uri') === CLAUDE && !query.get('code_challenge')),
  ),
  problemAt(
    'authorize-pkce-plain',
    'takes plain',
    takes(({ query }) => query.get('code_challenge_method') === 'plain'),
  ),
  problemAt(
    'authorize-silent',
    'hands out codes',
    asking(
      ({ query }) =>
        query.get('code_challenge_method') === 'S256' && !query.get('client_id')!.startsWith('https:'),
      ({ query }) => ({ status: 303, headers: { location: `${query.get('redirect_uri')}?code=a` } }),
    ),
  ),
  problemAt(
    'authorize-redirect',
    'goes wherever it is told',
    at('/oauth/authorize', (_, { query }) =>
      query.get('redirect_uri')?.includes('/steal') && !query.get('client_id')?.startsWith('duvo')
        ? { status: 302, headers: { location: `${query.get('redirect_uri')}?error=invalid_request` } }
        : undefined,
    ),
    { says: /open redirector/ },
  ),
  problemAt(
    'authorize-redirect',
    'repeats markup',
    at('/oauth/authorize', (answer, { query }) => {
      if (answer.status === 400 && !query.get('client_id')?.startsWith('duvo'))
        answer.body += query.get('state');
    }),
    { says: /markup/ },
  ),
  problemAt(
    'authorize-client',
    'does not know its clients',
    takes(({ query }) => query.get('client_id')!.startsWith('duvo-doctor')),
  ),
  warningAt(
    'sign-in-framing',
    'lets its page be framed',
    at(PAGE, (answer) => {
      answer.headers = { 'content-type': 'text/html' };
    }),
  ),
  warningAt(
    'token-unknown-client',
    'refuses with 400',
    at('/oauth/token', (answer) => {
      if (answer.status === 401) answer.status = 400;
    }),
    { hosts: ['claude', 'claude-code'] },
  ),
  problemAt(
    'token-unknown-client',
    'says invalid_grant',
    at('/oauth/token', (answer) => {
      if (answer.status === 401) answer.body.error = 'invalid_grant';
    }),
  ),
  problemAt(
    'token-unknown-client',
    'takes any code',
    at('/oauth/token', (answer) =>
      answer.status === 401 ? { ...answer, status: 200, body: { access_token: 'x' } } : undefined,
    ),
  ),
  warningAt(
    'token-cache',
    'lets tokens be cached',
    at('/oauth/token', (answer) => {
      delete answer.headers['cache-control'];
    }),
  ),
  warningAt(
    'revoke',
    'names no revocation endpoint',
    at(/oauth-authorization-server|openid/, (answer) => {
      delete answer.body.revocation_endpoint;
    }),
  ),
  problemAt(
    'revoke',
    'has none where it says',
    at('/oauth/revoke', () => gone()),
  ),
  warningAt(
    'cimd-behaviour',
    'does not fetch documents',
    at('/oauth/authorize', (_, { query }) =>
      query.get('client_id')!.startsWith('https:') ? errorPage() : undefined,
    ),
  ),
];
