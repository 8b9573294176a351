import { createHash, randomBytes } from 'node:crypto';

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

export interface Reply<Body = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A public client as most hosts register themselves. */
export const PUBLIC_CLIENT = {
  client_name: 'Test Host',
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};

/** One request for access: what the host keeps until the answer. */
export interface Attempt {
  readonly url: URL;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly state: string;
}

/** A host: it registers, sends people to the server, and redeems what comes back. */
export class Host {
  clientId = '';
  clientSecret: string | undefined;
  registrationToken = '';
  redirectUri = PUBLIC_CLIENT.redirect_uris[0] ?? '';

  constructor(readonly url: string) {}

  get resource(): string {
    return `${this.url}/v1/mcp`;
  }

  async register(metadata: Readonly<Record<string, unknown>> = PUBLIC_CLIENT): Promise<Reply> {
    const reply = await this.post('/oauth/register', JSON.stringify(metadata), {
      'content-type': 'application/json',
    });
    if (reply.status === 201) {
      this.clientId = reply.body.client_id;
      this.clientSecret = reply.body.client_secret;
      this.registrationToken = reply.body.registration_access_token;
      this.redirectUri = reply.body.redirect_uris[0];
    }
    return reply;
  }

  /** @param fields replace or, with `undefined`, leave out parameters of a good request */
  attempt(fields: Fields = {}): Attempt {
    const verifier = randomBytes(32).toString('base64url');
    const state = randomBytes(8).toString('base64url');
    const parameters: Fields = {
      client_id: this.clientId,
      response_type: 'code',
      redirect_uri: this.redirectUri,
      scope: 'mcp:read mcp:write',
      state,
      resource: this.resource,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...fields,
    };
    const url = new URL('/oauth/authorize', this.url);
    append(url.searchParams, parameters);
    return { url, verifier, state, redirectUri: String(parameters.redirect_uri) };
  }

  redeem(attempt: Attempt, callback: URL, fields: Fields = {}): Promise<Reply> {
    return this.token({
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: attempt.redirectUri,
      code_verifier: attempt.verifier,
      resource: this.resource,
      ...fields,
    });
  }

  refresh(refreshToken: string, fields: Fields = {}): Promise<Reply> {
    return this.token({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      resource: this.resource,
      ...fields,
    });
  }

  token(fields: Fields): Promise<Reply> {
    return this.form('/oauth/token', fields);
  }

  revoke(token: string, fields: Fields = {}): Promise<Reply> {
    return this.form('/oauth/revoke', { token, ...fields });
  }

  /** Posts a form as this client. */
  form(path: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const body = new URLSearchParams();
    append(body, { client_id: this.clientId, client_secret: this.clientSecret, ...fields });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.post(path, body.toString(), { ...type, ...headers });
  }

  /** A call of the API with a token.*/
  async call(token: string, path = '/v1/profile'): Promise<Reply> {
    return replyOf(await fetch(new URL(path, this.url), { headers: { authorization: `Bearer ${token}` } }));
  }

  async post(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Reply> {
    return replyOf(
      await fetch(new URL(path, this.url), {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers },
        body,
      }),
    );
  }
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, text, body };
}

function append(target: URLSearchParams, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    for (const item of value === undefined ? [] : [value].flat()) target.append(name, String(item));
  }
}
