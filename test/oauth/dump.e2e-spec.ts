import { sql } from 'drizzle-orm';
import { createFederationWorld } from '../federation/support/federation-world';
import type { FederationWorld } from '../federation/support/federation-world';
import { DATABASES } from '../support/test-app';
import { signedIn } from '../sessions/support/signed-in';
import { hashOf } from '../../libs/oauth-server/src/artifacts/artifact';
import { setPassword } from './pages/support/person';
import { approve, registered, signInAndConnect } from './support/connect';
import { Person } from './support/person';

/** Long enough for the embedded database to open on a busy machine, in milliseconds. */
const BOOT_LIMIT = 120_000;
const PASSWORD = 'a password that nobody else has';
const MIN_LENGTH = 16;

describe.each(DATABASES)('a copy of the database, on $database', ({ embedded }) => {
  let world: FederationWorld;
  beforeAll(async () => (world = await createFederationWorld({ embedded })), BOOT_LIMIT);
  afterAll(() => world.close());

  /** Every row of every table, as text. */
  async function dump(): Promise<{ text: string; filled: ReadonlySet<string> }> {
    const { handle } = world.app.database;
    const { rows } = (await handle.execute(
      sql`select format('%I.%I', table_schema, table_name) as name, table_name as short from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )) as { rows: { name: string; short: string }[] };
    const parts: string[] = [];
    const filled = new Set<string>();
    for (const { name, short } of rows) {
      const { rows: texts } = (await handle.execute(
        sql`select row_to_json(t)::text || ' ' || t::text as text from ${sql.raw(name)} t`,
      )) as { rows: { text: string }[] };
      if (texts.length > 0) filled.add(short);
      parts.push(...texts.map(({ text }) => text));
    }
    return { text: parts.join('\n'), filled };
  }

  /** As it stands, and as somebody would look for it who knows that bytes and texts are stored in other ways. */
  const spellings = (secret: string): string[] => [
    secret,
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    JSON.stringify(secret).slice(1, -1),
  ];

  it('A69: holds no token, code, key, session, secret or password that could be used, and nor does the log', async () => {
    const { app } = world;
    const { acme } = app.world;
    const secrets: Record<string, string> = {};

    const client = { token_endpoint_auth_method: 'client_secret_post' };
    const request = { scope: 'openid mcp:read mcp:write', nonce: 'n' };
    const connection = await signInAndConnect(app, { client, request });
    secrets['client secret'] = connection.host.clientSecret ?? '';
    secrets['registration token'] = connection.host.registrationToken;
    secrets['access token'] = connection.accessToken;
    secrets['used refresh token'] = connection.refreshToken;
    secrets['ID token'] = connection.tokens.id_token ?? '';
    secrets['verifier of a used code'] = connection.attempt.verifier;
    const { body } = await connection.host.refresh(connection.refreshToken);
    secrets['refresh token'] = body.refresh_token;
    secrets['second access token'] = body.access_token;

    const half = await approve(app);
    secrets.code = half.callback.searchParams.get('code') ?? '';

    const waiting = await registered(app);
    const browser = new Person(app);
    const asked = await browser.open(waiting.attempt().url);
    const page = asked.headers.get('location') ?? '';
    secrets['id of a request for access'] = page.split('/').at(-1) ?? '';
    const { url } = waiting.attempt();
    const pushed = await waiting.form('/oauth/par', Object.fromEntries(url.searchParams));
    secrets['pushed request'] = (pushed.body.request_uri as string).split(':').at(-1) ?? '';

    const cookies = [...half.person.jar.for('/').split('; '), ...browser.jar.for(page).split('; ')];
    expect(cookies.length).toBeGreaterThan(2);
    for (const cookie of cookies) {
      const [name = '', value = ''] = cookie.split('=');
      // That it is there is all it says.
      if (name.startsWith('duvo_flow_')) continue;
      secrets[`cookie ${name}`] = value;
    }

    const { cookie, csrf } = await signedIn(app, acme.userIds.owner);
    const [session = '', signature = ''] = cookie.slice(cookie.indexOf('=') + 1).split('.');
    Object.assign(secrets, { session, 'signature of the session': signature, csrf });

    secrets['API key'] = await app.world.newKey(acme.teamId, acme.userIds.member);
    secrets.password = PASSWORD;
    await setPassword(app, acme.userIds.member, PASSWORD);

    const travelling = world.browser();
    const { page: shown } = await world.ask(travelling);
    world.idp.who = 'alice';
    const back = await world.visit(travelling, await world.click(travelling, shown));
    secrets['state at the identity provider'] = back.searchParams.get('state') ?? '';
    secrets['code of the identity provider'] = back.searchParams.get('code') ?? '';
    secrets['secret at the identity provider'] = app.config.upstream?.clientSecret ?? '';
    secrets['key of the server'] = process.env.ENCRYPTION_KEY ?? '';

    await app.flushAudit();
    const { text, filled } = await dump();
    for (const table of [
      'oauth_artifacts',
      'oauth_server_keys',
      'oauth_registrations',
      'connected_apps',
      'sessions',
      'passwords',
      'api_keys',
    ])
      expect(filled).toContain(table);
    // The search finds what is there.
    expect(text).toContain(hashOf(connection.accessToken));
    expect(text).toContain(connection.clientId);

    const log = JSON.stringify(app.logs);
    expect(log).toContain('oauth: tokens issued');
    for (const [name, secret] of Object.entries(secrets)) {
      expect([name, secret.length >= MIN_LENGTH]).toEqual([name, true]);
      for (const spelling of spellings(secret)) {
        expect([name, 'database', text.includes(spelling)]).toEqual([name, 'database', false]);
        expect([name, 'log', log.includes(spelling)]).toEqual([name, 'log', false]);
      }
    }
  });

  it('A64, A69: holds no private key of the server in the clear', async () => {
    const { text } = await dump();
    const { body } = await world.app.rest('GET', '/oauth/jwks');
    expect(body.keys).toHaveLength(2);
    expect(text).not.toMatch(/"(d|p|q|dp|dq|qi)":\s*"/);
    expect(text).not.toMatch(/BEGIN (RSA |EC )?PRIVATE KEY/);
    for (const key of body.keys) expect(text).not.toContain(key.kid);
  });

  it('A69: lets nobody in who has it: hashes are no credentials', async () => {
    const { app } = world;
    const connection = await signInAndConnect(app);
    const { rows } = (await app.database.handle.execute(
      sql`select id_hash as "idHash", grant_hash as "grantHash", model from oauth_artifacts where client_id = ${connection.clientId}`,
    )) as { rows: { idHash: string; grantHash: string | null; model: string }[] };
    expect(new Set(rows.map(({ model }) => model))).toEqual(
      new Set([
        'AccessToken',
        'RefreshToken',
        'AuthorizationCode',
        'Client',
        'RegistrationAccessToken',
        'Grant',
      ]),
    );
    for (const { idHash, grantHash } of rows) {
      for (const hash of [idHash, grantHash ?? idHash]) {
        for (const token of [hash, Buffer.from(hash, 'hex').toString('base64url')]) {
          expect((await connection.host.call(token)).status).toBe(401);
          expect((await connection.host.refresh(token)).body).toMatchObject({ error: 'invalid_grant' });
        }
      }
    }
  });
});
