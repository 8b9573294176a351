import { Inject, Injectable } from '@nestjs/common';
import type { Client, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { SCOPES } from '@app/auth';
import { parseUrl } from '@app/net';
import { CookieSigner } from '../keys/cookie-signer';
import type { KeySet } from '../keys/server-keys.service';
import { prepareClientMetadata } from '../registration/client-metadata';
import { GuardedFetch } from '../registration/guarded-fetch';
import { Accounts } from './accounts';
import { Adapters } from './adapters';
import { cookieNames } from './cookie-names';
import { renderLibraryError } from './library-error';
import { policyOf } from './interaction-policy';
import type { Library } from './library';
import { resourceOf, SERVER_SCOPES } from './resource';
import { INTERACTION_PATH, OAUTH_ROUTES } from './routes';

const DAY = 86_400;
/** Longer than any connection lives: refresh tokens set the real bound, and housekeeping removes what is empty. */
const GRANT_SECONDS = 3650 * DAY;
const INTERACTION_SECONDS = 3600;
/** The library's own session only ties one request together; who has signed in is known by the browser session. */
const SESSION_SECONDS = 2 * 3600;
const CODE_SECONDS = 60;
/** How far ahead a client's proof of who it is may end; hosts make one for each request. */
const ASSERTION_SECONDS = 600;

/** How the library is set up. Numbers in brackets are rows of the list of gotchas in the authentication reference. */
@Injectable()
export class ServerConfiguration {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly adapters: Adapters,
    private readonly accounts: Accounts,
    private readonly guard: GuardedFetch,
  ) {}

  /** @param keys of this moment; with others the library has to be set up anew */
  of(library: Library, keys: KeySet): Configuration {
    const { oauth, publicUrl } = this.config;
    const cookie = { signed: true, httpOnly: true, sameSite: 'lax', path: '/' } as const;
    const { path, ...scoped } = cookie;
    void path;
    return {
      adapter: this.adapters.factory(library),
      findAccount: this.accounts.find,
      routes: { ...OAUTH_ROUTES },
      scopes: [...SERVER_SCOPES], // [6]
      claims: { openid: ['sub'] },
      responseTypes: ['code'], // [12]
      clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'], // [4]
      enabledJWA: {
        clientAuthSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA'],
        idTokenSigningAlgValues: ['ES256', 'RS256'],
      },
      clientDefaults: { grant_types: ['authorization_code', 'refresh_token'] }, // [3]
      extraClientMetadata: {
        properties: ['software_id', 'software_version'],
        validator: (_ctx, name, _value, metadata) => {
          // Called once for each property; the first call does the work.
          if (name === 'software_id') prepareClientMetadata(metadata, refuseMetadata(library)); // [5] [7]
        },
      },
      pkce: { required: () => true },
      expiresWithSession: () => false, // [1] [19]
      issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'), // [2]
      rotateRefreshToken: true,
      // Every approval is a grant of its own, so one without tokens is of no use.
      revokeGrantPolicy: () => true, // [21]
      loadExistingGrant: ({ oidc }: KoaContextWithOIDC) => {
        const grantId = oidc.result?.consent?.grantId;
        return grantId === undefined ? undefined : oidc.provider.Grant.find(grantId);
      },
      interactions: {
        policy: policyOf(library),
        url: (_ctx, { uid }) => `${INTERACTION_PATH}/${uid}`,
      },
      cookies: {
        keys: new CookieSigner(keys.cookies) as never,
        names: cookieNames(publicUrl),
        long: cookie,
        short: scoped,
      },
      jwks: { keys: [...keys.tokens] as never },
      ttl: {
        AccessToken: oauth.accessTokenSeconds,
        AuthorizationCode: CODE_SECONDS,
        Grant: GRANT_SECONDS,
        IdToken: 3600,
        Interaction: INTERACTION_SECONDS,
        RefreshToken: oauth.refreshTokenDays * DAY,
        Session: SESSION_SECONDS,
      },
      clockTolerance: 5,
      assertJwtClientAuthClaimsAndHeader: (_ctx, { exp }) => {
        // Each is kept until its end, so that it works once; without a bound a stranger's row would stay for ever.
        if (Number(exp) > Date.now() / 1000 + ASSERTION_SECONDS)
          throw new library.errors.InvalidClientAuth(`exp is more than ${ASSERTION_SECONDS} seconds ahead`);
      },
      clientBasedCORS: (_ctx, origin, client) => isOwnOrigin(origin, client), // [13]
      renderError: renderLibraryError,
      fetch: this.guard.fetch,
      fetchResponseBodyLimits: { jwks_uri: 64 * 1024 },
      features: this.features(library),
    };
  }

  private features({ errors }: Library): NonNullable<Configuration['features']> {
    const { oauth, publicUrl } = this.config;
    const resource = resourceOf(publicUrl);
    const isOwn = (_ctx: unknown, client: Client, token: { clientId?: string | undefined }): boolean =>
      token.clientId === client.clientId;
    return {
      devInteractions: { enabled: false },
      userinfo: { enabled: false }, // [17]
      rpInitiatedLogout: { enabled: false },
      // A token bound to a key would have to be checked against it at the resource, which takes bearers only.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      revocation: { enabled: true, allowedPolicy: isOwn },
      introspection: { enabled: oauth.introspection, allowedPolicy: isOwn },
      registration: { enabled: oauth.dynamicRegistration },
      registrationManagement: { enabled: oauth.dynamicRegistration, rotateRegistrationAccessToken: true },
      clientIdMetadataDocument: {
        enabled: oauth.clientMetadataDocuments,
        ack: 'draft-02',
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => oneOf ?? resource, // [11]
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, indicator) => {
          if (indicator !== resource) throw new errors.InvalidTarget();
          return {
            audience: resource,
            scope: SCOPES.join(' '),
            accessTokenFormat: 'opaque',
            accessTokenTTL: oauth.accessTokenSeconds,
          };
        },
      },
    };
  }
}

const refuseMetadata =
  ({ errors }: Library) =>
  (sentence: string): never => {
    throw new errors.InvalidClientMetadata(sentence);
  };

/** A page may redeem codes for a public client whose redirect URI is its own. */
function isOwnOrigin(origin: string, { clientAuthMethod, redirectUris = [] }: Client): boolean {
  if (origin === 'null' || clientAuthMethod !== 'none') return false;
  return redirectUris.some((uri) => parseUrl(uri)?.origin === origin);
}
