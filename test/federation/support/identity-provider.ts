import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { freePort } from '../../support/servers.cjs';
import { signingKey } from './signing-key';
import type { SigningKey } from './signing-key';

export const CLIENT_ID = 'duvo-at-the-provider';
export const CLIENT_SECRET = 'a secret+with/special=characters';

/** What the provider says about a person. */
export interface PersonClaims {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

export interface ProviderOptions {
  /** Claims come from the userinfo endpoint alone, as the standard has it. @default false */
  readonly claimsInUserinfo?: boolean;
  /** Audience of the access tokens (RFC 8707); they are JWTs then. */
  readonly resource?: string;
}

type Change = (body: Record<string, unknown>) => Record<string, unknown> | Promise<Record<string, unknown>>;

/**
 * A real OpenID Connect provider in the test's process, with the quirks of others at a switch. Whoever is sent there
 * is `who`, without being asked.
 */
export class IdentityProvider {
  readonly people = new Map<string, PersonClaims>();
  /** Who signs in; `undefined`: the person cancels. */
  who: string | undefined;
  /** `broken`: answers 503 to everything; `gone`: hangs up. */
  state: 'up' | 'broken' | 'gone' = 'up';
  /** Changes what the token endpoint answers. */
  tokenReply: Change | undefined;
  /** Changes what discovery answers. */
  discoveryReply: Change | undefined;
  /** What the JWKS has; the first one signs. */
  published: SigningKey[];
  /** Paths that were asked for, with their queries. */
  readonly asked: string[] = [];
  private provider: Provider | undefined;

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    readonly key: SigningKey,
  ) {
    this.published = [key];
  }

  static async start(): Promise<IdentityProvider> {
    const port = await freePort();
    const server = createServer();
    const idp = new IdentityProvider(`http://127.0.0.1:${port}`, server, await signingKey('key-1'));
    server.on('request', (request, response) => void idp.serve(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return idp;
  }

  /** Sets up the client; before that the provider answers nothing. */
  register(redirectUri: string, options: ProviderOptions = {}): void {
    this.provider = new Provider(this.issuer, this.configuration(redirectUri, options));
    this.provider.on('server_error', (_context, error) => {
      throw error;
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', this.issuer);
    this.asked.push(pathname + search);
    if (this.state === 'gone') {
      request.socket.destroy();
      return;
    }
    if (this.state === 'broken' || !this.provider) {
      response.writeHead(503).end('down');
      return;
    }
    if (pathname === '/jwks') {
      const keys = this.published.map(({ publicJwk }) => publicJwk);
      response.writeHead(200, { 'content-type': 'application/jwk-set+json' }).end(JSON.stringify({ keys }));
      return;
    }
    if (pathname.startsWith('/interaction/')) {
      await this.answer(request, response);
      return;
    }
    if (pathname === '/token' && this.tokenReply) changeBody(response, this.tokenReply);
    if (pathname.startsWith('/.well-known/') && this.discoveryReply) {
      changeBody(response, this.discoveryReply);
    }
    await this.provider.callback()(request, response);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result =
      this.who === undefined
        ? { error: 'access_denied', error_description: 'the person cancelled' }
        : { login: { accountId: this.who } };
    await this.provider?.interactionFinished(request, response, result);
  }

  private configuration(redirectUri: string, options: ProviderOptions): Configuration {
    const { claimsInUserinfo = false, resource } = options;
    return {
      clients: [
        { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [redirectUri] },
        {
          client_id: 'a-host',
          token_endpoint_auth_method: 'none',
          redirect_uris: ['http://127.0.0.1:9/callback'],
        },
      ],
      jwks: { keys: [this.key.privateJwk] },
      claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
      scopes: ['openid', 'offline_access', 'mcp:read', 'mcp:write'],
      conformIdTokenClaims: claimsInUserinfo,
      pkce: { required: () => true },
      cookies: { keys: ['not much of a secret'] },
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => ({ sub: accountId, ...this.people.get(accountId) }),
      }),
      loadExistingGrant: async ({ oidc: { client, session, provider } }) => {
        const clientId = client?.clientId ?? '';
        const known = await provider.Grant.find(session?.grantIdFor(clientId) ?? '');
        if (known) return known;
        const grant = new provider.Grant({ clientId, accountId: session?.accountId ?? '' });
        grant.addOIDCScope('openid email profile offline_access mcp:read mcp:write');
        if (resource) grant.addResourceScope(resource, 'mcp:read mcp:write');
        await grant.save();
        return grant;
      },
      extraTokenClaims: (_context, token) => ({
        ...this.people.get(String((token as { accountId?: string }).accountId)),
      }),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      features: {
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: resource !== undefined,
          defaultResource: () => resource ?? [],
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: 'mcp:read mcp:write',
            audience: resource ?? '',
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
    };
  }
}

/** Lets a reply be changed before it goes out; it is sent in one piece. */
function changeBody(response: ServerResponse, change: Change): void {
  const end = response.end.bind(response);
  response.end = ((chunk?: unknown) => {
    const text = Buffer.isBuffer(chunk) ? chunk.toString() : String(chunk);
    void Promise.resolve(change(JSON.parse(text) as Record<string, unknown>)).then((body) => {
      const changed = JSON.stringify(body);
      response.setHeader('content-length', Buffer.byteLength(changed));
      end(changed);
    });
    return response;
  }) as typeof response.end;
}
