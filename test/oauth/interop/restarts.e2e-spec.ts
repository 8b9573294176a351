import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { OAuthHousekeeping } from '../../../libs/oauth-server/src/artifacts/housekeeping.service';
import { createTestApp, DATABASES } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import { createTestDatabase } from '../../support/test-database';
import { approve, registered, signInAndConnect } from '../support/connect';
import type { Connection } from '../support/connect';
import { Host } from '../support/host';

/** Long enough for the embedded database to open twice on a busy machine, in milliseconds. */
const LIMIT = 240_000;

async function ownDatabase(embedded: boolean): Promise<{ url: string; drop(): Promise<void> }> {
  if (!embedded) return createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'duvo-restart-'));
  return { url: `pglite://${folder}`, drop: () => rm(folder, { recursive: true, force: true }) };
}

describe.each(DATABASES)(
  'interop 18: a host that is still there after the server was not, on $database',
  ({ embedded }) => {
    it(
      'goes on as if nothing had been',
      async () => {
        const database = await ownDatabase(embedded);
        const first = await createTestApp({ databaseUrl: database.url });
        const connection = await signInAndConnect(first);
        const half = await approve(first);
        await first.close();
        // On another port, as behind a balancer; the public URL stays.
        const second = await createTestApp({
          databaseUrl: database.url,
          env: { PUBLIC_URL: first.url },
          world: first.world,
        });
        const back = (host: Host): Host => Object.assign(new Host(second.url), { clientId: host.clientId });
        const host = back(connection.host);
        const { resource } = connection.host;
        expect((await host.call(connection.accessToken)).status).toBe(200);
        expect((await host.refresh(connection.refreshToken, { resource })).status).toBe(200);
        const late = await back(half.host).redeem(half.attempt, half.callback, { resource });
        expect(late.status).toBe(200);
        await second.close();
        await database.drop();
      },
      LIMIT,
    );
  },
);

describe.each(DATABASES)('a host that the server has never heard of, on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(
    async () => (t = await createTestApp({ embedded, alone: 'each process remembers clients for a while' })),
    LIMIT,
  );
  afterAll(() => t.close());

  it('interop 12, 18: is told to throw away token and registration, each where it uses them', async () => {
    const host = Object.assign(new Host(t.url), { clientId: 'of-another-server' });
    const call = await t.mcp.list({ key: 'x'.repeat(43) });
    expect(call.status).toBe(401);
    expect(call.headers.get('www-authenticate')).toContain('error="invalid_token"');
    const refresh = await host.refresh('x'.repeat(43));
    expect([refresh.status, refresh.body.error]).toEqual([401, 'invalid_client']);
  });

  it('interop 11: forgets no client that is used within a year, and one that is not after it', async () => {
    const [lately, longAgo] = [await signInAndConnect(t), await signInAndConnect(t)];
    const usedBefore = async ({ clientId }: Connection, days: number): Promise<void> => {
      await t.database.handle.execute(
        sql`update oauth_registrations set created_at = now() - interval '3 years', first_used_at = now() - interval '3 years', last_used_at = now() - make_interval(days => ${days}::int) where client_id = ${clientId}`,
      );
    };
    await usedBefore(lately, 364);
    await usedBefore(longAgo, 401);
    // Its tokens are over by then, and with them its connection.
    await t.database.handle.execute(
      sql`update oauth_artifacts set created_at = now() - interval '401 days', expires_at = now() - interval '1 day' where client_id = ${longAgo.clientId} and model in ('AccessToken', 'RefreshToken', 'AuthorizationCode')`,
    );
    await t.database.handle.execute(
      sql`update oauth_artifacts set created_at = now() - interval '401 days' where model = 'Grant'`,
    );
    const unused = await registered(t);
    await t.get(OAuthHousekeeping).sweep();
    expect((await lately.host.refresh(lately.refreshToken)).status).toBe(200);
    expect((await longAgo.host.refresh(longAgo.refreshToken)).body.error).toBe('invalid_client');
    expect((await longAgo.host.call(longAgo.accessToken)).status).toBe(401);
    expect((await unused.refresh('x')).body.error).toBe('invalid_grant');
  });
});
