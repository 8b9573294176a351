import { sql } from 'drizzle-orm';
import { OperatorCommands } from '@app/operator';
import { AuthorizationServer, ConnectedApps } from '@app/oauth-server';
import { ServerKeys } from '../../libs/oauth-server/src/keys/server-keys.service';
import { OAuthHousekeeping } from '../../libs/oauth-server/src/artifacts/housekeeping.service';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import { age, keptAs } from './support/age';
import { approve, registered, signInAndConnect } from './support/connect';
import { Person } from './support/person';

jest.setTimeout(180_000);

interface Jwk {
  readonly kid: string;
  readonly d?: string;
}

type Row = Record<string, unknown>;

async function rowsOf(t: TestApp, statement: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = (await t.database.handle.execute(statement)) as { rows: Row[] };
  return rows;
}

/** All that a dump of the database would hold about signing in. */
async function dump(t: TestApp): Promise<string> {
  const tables = [
    'oauth_artifacts',
    'oauth_server_keys',
    'oauth_registrations',
    'connected_apps',
    'sessions',
  ];
  const parts = await Promise.all(
    tables.map((name) => rowsOf(t, sql`select * from ${sql.identifier(name)}`)),
  );
  return JSON.stringify(parts);
}

const kidsOf = async (t: TestApp): Promise<string[]> =>
  (await t.rest('GET', '/oauth/jwks')).body.keys.map(({ kid }: Jwk) => kid);

describe.each(DATABASES)('what the authorization server keeps on $database', ({ embedded }) => {
  let t: TestApp;
  const alone = 'other processes load keys anew after a minute, which is tested with two of them below';
  beforeAll(async () => (t = await createTestApp({ embedded, alone })));
  afterAll(() => t.close());

  it('A69: a dump holds no token, code, cookie, key or client secret that could be used', async () => {
    const client = { token_endpoint_auth_method: 'client_secret_post' };
    const connection = await signInAndConnect(t, { client });
    const { callback, person } = await approve(t, { host: connection.host });
    const half = new Person(t);
    const { headers } = await half.open(connection.host.attempt().url);
    const uid = (headers.get('location') ?? '').split('/').at(-1) ?? '';
    const { tokens: keys, cookies } = await t.get(ServerKeys).load();
    const text = await dump(t);
    const secrets = {
      access: connection.accessToken,
      refresh: connection.refreshToken,
      code: callback.searchParams.get('code') ?? '',
      registration: connection.host.registrationToken,
      client: connection.host.clientSecret ?? '',
      interaction: uid,
      session: /duvo_oauth=([\w-]+)/.exec(person.jar.for('/'))?.[1] ?? '',
      key: String(keys[0]?.d),
      cookies: cookies[0] ?? '',
    };
    for (const [name, secret] of Object.entries(secrets)) {
      expect([name, secret.length > 15]).toEqual([name, true]);
      expect([name, text.includes(secret)]).toEqual([name, false]);
    }
    // What is asserted is that the dump is one: names of clients are in it.
    expect(text).toContain('Test Host');
  });

  it('A62: no token and no secret is ever logged', async () => {
    const client = { token_endpoint_auth_method: 'client_secret_post' };
    const { host, accessToken, refreshToken, attempt } = await signInAndConnect(t, { client });
    await host.call(accessToken);
    await host.refresh('nonsense-token-value');
    const logged = JSON.stringify(t.logs);
    for (const secret of [
      accessToken,
      refreshToken,
      host.clientSecret,
      host.registrationToken,
      attempt.verifier,
    ]) {
      expect(logged).not.toContain(secret);
    }
    expect(logged).not.toContain('nonsense-token-value');
  });

  it('logs each step of a connection under one flow (interop 33)', async () => {
    const before = t.logs.length;
    const { host, refreshToken } = await signInAndConnect(t);
    await host.refresh(refreshToken);
    await host.refresh('x');
    const steps = t.logs.slice(before).filter(({ msg }) => String(msg).startsWith('oauth: '));
    expect(steps.map(({ msg, error }) => [msg, error])).toEqual([
      ['oauth: registered', undefined],
      ['oauth: asked', undefined],
      ['oauth: asked', undefined],
      ['oauth: code issued', undefined],
      ['oauth: tokens issued', undefined],
      ['oauth: tokens issued', undefined],
      ['oauth: tokens refused', 'invalid_grant'],
    ]);
    const flows = new Set(steps.slice(1, 4).map(({ flow }) => flow));
    expect([flows.size, [...flows][0]]).toEqual([1, expect.any(String)]);
    const grants = new Set(steps.slice(3, 6).map(({ grant }) => grant));
    expect([grants.size, [...grants][0]]).toEqual([1, expect.stringMatching(/^[0-9a-f]{12}$/)]);
    expect(steps.every(({ request_id: id }) => typeof id === 'string' && id !== '')).toBe(true);
  });

  it('removes what is over, and ends the connections that nothing is left of', async () => {
    const { host, accessToken, refreshToken } = await signInAndConnect(t);
    const { accessToken: other, host: living } = await signInAndConnect(t);
    await age(t, accessToken, 4000);
    await age(t, refreshToken, 61 * 86_400);
    const hash = keptAs(accessToken);
    const [{ grant_hash: grant } = {}] = await rowsOf(
      t,
      sql`select grant_hash from oauth_artifacts where id_hash = ${hash}`,
    );
    await t.database.handle.execute(sql`delete from oauth_artifacts where model = 'AuthorizationCode'`);
    await t.get(OAuthHousekeeping).sweep();
    const left = await rowsOf(
      t,
      sql`select model from oauth_artifacts where grant_hash = ${grant} or id_hash = ${grant}`,
    );
    expect(left.map(({ model }) => model)).toEqual(['Grant']);
    // A grant that is young may still wait for its code.
    await t.database.handle.execute(
      sql`update oauth_artifacts set created_at = now() - interval '2 hours' where model = 'Grant'`,
    );
    await t.get(OAuthHousekeeping).sweep();
    const apps = await t.get(ConnectedApps).ofTeam(t.world.acme.teamId);
    expect(apps.some(({ clientId }) => clientId === host.clientId)).toBe(false);
    expect(apps.some(({ clientId }) => clientId === living.clientId)).toBe(true);
    expect((await living.call(other)).status).toBe(200);
  });

  it('A64: renews its keys: the new ones are known first, and the old ones go last', async () => {
    const before = await kidsOf(t);
    const commands = t.get(OperatorCommands);
    const half = new Person(t);
    const host = await registered(t);
    const { headers } = await half.open(host.attempt().url);
    expect(await commands.run('oauth.rotate-keys', {})).toEqual({
      active_in_seconds: 600,
      retired_in_seconds: 87_000,
    });
    const during = await kidsOf(t);
    expect(during).toHaveLength(4);
    expect(during.slice(0, 2)).toEqual(before);
    // Whoever is on the way goes on.
    await half.go(headers.get('location') ?? '');
    await t.database.handle.execute(
      sql`update oauth_server_keys set active_at = active_at - interval '11 minutes', retired_at = retired_at - interval '11 minutes'`,
    );
    await t.get(AuthorizationServer).reload();
    const after = await kidsOf(t);
    expect(after.slice(2).sort()).toEqual([...before].sort());
    expect(await commands.run('oauth.replace-keys', {})).toEqual({
      active_in_seconds: 0,
      retired_in_seconds: 0,
    });
    const replaced = await kidsOf(t);
    expect(replaced).toHaveLength(2);
    expect(replaced.some((kid) => during.includes(kid))).toBe(false);
  });

  it('signs ID tokens with a key that it publishes', async () => {
    const request = { scope: 'openid mcp:read' };
    const { tokens } = await signInAndConnect(t, { request });
    const [header = ''] = tokens.id_token?.split('.') ?? [];
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Jwk;
    expect(await kidsOf(t)).toContain(kid);
  });
});

describe('replicas', () => {
  let database: TestDatabase;
  let one: TestApp;
  let two: TestApp;
  beforeAll(async () => {
    database = await createTestDatabase();
    one = await createTestApp({ databaseUrl: database.url });
    two = await createTestApp({ databaseUrl: database.url, world: one.world });
  });
  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await database.drop();
  });

  it('have the same keys', async () => {
    expect(await kidsOf(two)).toEqual(await kidsOf(one));
  });

  it('make them once, although all start at once on an empty table', async () => {
    for (let round = 0; round < 8; round += 1) {
      await one.database.handle.execute(sql`delete from oauth_server_keys`);
      const [first, second] = await Promise.all([one.get(ServerKeys).load(), two.get(ServerKeys).load()]);
      expect([first.tokens.length, first.cookies.length]).toEqual([2, 1]);
      expect(second).toEqual(first);
    }
  });
});
