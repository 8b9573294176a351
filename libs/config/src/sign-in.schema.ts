import { z } from 'zod';
import { isUrlWith, list, oneOf, wholeNumber } from './setting-types';

const ROLES = ['owner', 'admin', 'manager', 'builder', 'member', 'viewer'] as const;

/** 32 bytes as base64 or base64url, `=` optional, or as 64 hexadecimal digits. */
function parseKey(text: string): Buffer | undefined {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  return key.length === 32 && /^[A-Za-z0-9+/_=-]+$/.test(text) ? key : undefined;
}

const encryptionKeys = list.transform((parts, context) =>
  parts.map((part) => {
    const key = parseKey(part);
    if (!key) {
      context.addIssue(
        'ENCRYPTION_KEY must be 32 random bytes in base64, several separated by commas; make one with: openssl rand -base64 32',
      );
    }
    return key ?? Buffer.alloc(32);
  }),
);

/** An issuer or endpoint: https, or http on loopback (development). Kept as written, since issuers compare byte for byte. */
const webUrl = (name: string) =>
  z
    .string()
    .optional()
    .refine((text) => text === undefined || isUrlWith(text, ['https:']) || isPlainLoopback(text), {
      message: `${name} must be an https URL such as https://login.example.com/tenant; http is for loopback only.`,
    });

const isPlainLoopback = (text: string): boolean =>
  isUrlWith(text, ['http:']) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(text).hostname);

const jitTeams = list.transform((parts, context) =>
  parts.map((part) => {
    const match = /^(?:([^=@]+)=)?([0-9a-f-]{36}):([a-z]+)$/i.exec(part);
    const role = ROLES.find((known) => known === match?.[3]);
    if (!match || !role) {
      context.addIssue(
        `JIT_TEAMS has "${part}", which is not of the form <claim value>=<team id>:<role>, or <team id>:<role> for everybody.`,
      );
    }
    return { value: match?.[1] ?? null, teamId: match?.[2] ?? '', role: role ?? ('member' as const) };
  }),
);

/** Settings of signing in: browser sessions, the embedded authorization server, and identity providers of others. */
export const signInSettings = {
  ENCRYPTION_KEY: encryptionKeys.describe(
    'Key that encrypts secrets in the database: 32 random bytes in base64 (openssl rand -base64 32), the same on all replicas. Needed with PostgreSQL; the embedded database keeps one in DATA_DIR. To rotate, put the new key before the old one, separated by a comma.',
  ),
  AUTH_AS_MODE: oneOf('AUTH_AS_MODE', ['embedded', 'external'], 'embedded').describe(
    'Who issues OAuth tokens. embedded: this server; external: the authorization server named by EXTERNAL_AS_ISSUER, whose JWTs are only verified here.',
  ),
  OAUTH_DYNAMIC_REGISTRATION: oneOf('OAUTH_DYNAMIC_REGISTRATION', ['on', 'off'], 'on').describe(
    'Dynamic Client Registration (RFC 7591). Most hosts in use need it; off admits client metadata documents only.',
  ),
  OAUTH_CLIENT_METADATA_DOCUMENTS: oneOf('OAUTH_CLIENT_METADATA_DOCUMENTS', ['on', 'off'], 'on').describe(
    'Clients whose id is the https URL of a document that describes them (CIMD).',
  ),
  OAUTH_METADATA_ALLOW_PRIVATE: oneOf('OAUTH_METADATA_ALLOW_PRIVATE', ['on', 'off'], 'off').describe(
    'For development: client metadata documents may be http URLs and on loopback. Never in production, where it would let callers reach the inner network.',
  ),
  OAUTH_UNUSED_CLIENTS_PER_ADDRESS: wholeNumber(
    'OAUTH_UNUSED_CLIENTS_PER_ADDRESS',
    1,
    100_000,
    1000,
  ).describe(
    'Clients that may be registered from one address (IPv6: /64) and wait for their first approval, so that nobody fills the database. Such clients go after 7 days.',
  ),
  OAUTH_INTROSPECTION: oneOf('OAUTH_INTROSPECTION', ['on', 'off'], 'off').describe(
    'Token introspection (RFC 7662) at /oauth/introspect, for confidential clients.',
  ),
  OAUTH_ACCESS_TOKEN_SECONDS: wholeNumber('OAUTH_ACCESS_TOKEN_SECONDS', 5, 86_400, 3600).describe(
    'Lifetime of an access token, in seconds. Shorter than an hour only makes hosts refresh more: tokens can be revoked at once anyway.',
  ),
  OAUTH_REFRESH_TOKEN_DAYS: wholeNumber('OAUTH_REFRESH_TOKEN_DAYS', 1, 365, 60).describe(
    'Lifetime of a refresh token, in days since its last use.',
  ),
  OAUTH_REFRESH_REUSE_SECONDS: wholeNumber('OAUTH_REFRESH_REUSE_SECONDS', 0, 300, 30).describe(
    'For how long a used refresh token may be used again, in seconds, because hosts refresh in several windows at once; later use ends the whole connection. 0: strict.',
  ),
  OIDC_UPSTREAM_ISSUER: webUrl('OIDC_UPSTREAM_ISSUER').describe(
    'Issuer of the OpenID Connect provider at which people may sign in (Entra ID, Auth0, Keycloak, …), as its discovery document spells it.',
  ),
  OIDC_UPSTREAM_CLIENT_ID: z
    .string()
    .optional()
    .describe(
      'Client id of this server at that provider. Its redirect URI there: <PUBLIC_URL>/oauth/federation/callback.',
    ),
  OIDC_UPSTREAM_CLIENT_SECRET: z
    .string()
    .optional()
    .describe('Client secret of this server at that provider.'),
  OIDC_UPSTREAM_SCOPES: z
    .string()
    .default('openid email profile')
    .describe('Scopes asked from that provider, separated by spaces.'),
  OIDC_UPSTREAM_NAME: z
    .string()
    .default('Single sign-on')
    .describe('What the button on the sign-in page calls that provider.'),
  OIDC_ALLOWED_DOMAINS: list.describe(
    'Email domains whose people may sign in through that provider, comma-separated. Empty: any that the provider vouches for.',
  ),
  OIDC_ONLY: oneOf('OIDC_ONLY', ['on', 'off'], 'off').describe(
    'Hide the password form: people sign in through the provider only.',
  ),
  JIT_CLAIM: z
    .string()
    .default('groups')
    .describe('Claim of the provider whose values JIT_TEAMS maps to teams.'),
  JIT_TEAMS: jitTeams.describe(
    'Into which teams unknown people come at their first sign-in: <claim value>=<team id>:<role>, or <team id>:<role> for everybody, comma-separated. Empty: unknown people are refused.',
  ),
  EXTERNAL_AS_ISSUER: webUrl('EXTERNAL_AS_ISSUER').describe(
    'Issuer of the external authorization server, byte for byte as its metadata spells it.',
  ),
  EXTERNAL_AUDIENCE: list.describe(
    'Audiences that its tokens may have, comma-separated. Empty: <PUBLIC_URL>/v1/mcp. A token with any other audience beside it is refused.',
  ),
  EXTERNAL_JWKS_URI: webUrl('EXTERNAL_JWKS_URI').describe(
    'Where its signing keys are. Empty: as its metadata says.',
  ),
  EXTERNAL_TOKEN_TYPE: oneOf('EXTERNAL_TOKEN_TYPE', ['at+jwt', 'JWT', 'any'], 'at+jwt').describe(
    'Value of the header typ of its tokens. Keycloak sends JWT.',
  ),
  EXTERNAL_SCOPE_CLAIM: z.string().default('scope').describe('Claim with the scopes: a text or a list.'),
  EXTERNAL_TEAM_CLAIM: z
    .string()
    .optional()
    .describe('Claim with the id of the team in which the token acts. Empty: the only team of its user.'),
} as const;
