import { sql } from 'drizzle-orm';
import { AuthzInvalidation } from '@app/auth';
import { ConnectedApps } from '@app/oauth-server';
import { OperatorCommands } from '@app/operator';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { approve, signInAndConnect } from './support/connect';

jest.setTimeout(180_000);

describe.each(DATABASES)('connected apps on $database', ({ embedded }) => {
  let t: TestApp;
  let apps: ConnectedApps;
  beforeAll(async () => {
    t = await createTestApp({ embedded });
    apps = t.get(ConnectedApps);
  });
  afterAll(() => t.close());
  // Each test sees its own connections alone.
  afterEach(async () => {
    const { acme, globex } = t.world;
    for (const userId of [...Object.values(acme.userIds), globex.ownerId]) await apps.revokeAllOf(userId);
  });

  it('are listed by person and by team, newest first', async () => {
    const { acme } = t.world;
    const userId = acme.userIds.member;
    await signInAndConnect(t, { client: { client_name: 'One' }, userId });
    await signInAndConnect(t, { client: { client_name: 'Two' }, userId, scopes: ['mcp:read'] });
    await signInAndConnect(t, { client: { client_name: 'Other' } });
    expect(await apps.ofUser(userId)).toEqual([
      expect.objectContaining({ clientName: 'Two', scopes: ['mcp:read'], redirectHost: '127.0.0.1' }),
      expect.objectContaining({ clientName: 'One', scopes: ['mcp:read', 'mcp:write'], lastUsedAt: null }),
    ]);
    expect((await apps.ofTeam(acme.teamId)).map(({ clientName }) => clientName)).toEqual([
      'Other',
      'Two',
      'One',
    ]);
    expect(await apps.ofTeam(t.world.globex.teamId)).toEqual([]);
  });

  it('A63: are cut off at once, for good', async () => {
    const { acme, globex } = t.world;
    const { host, accessToken, refreshToken } = await signInAndConnect(t);
    expect((await host.call(accessToken)).status).toBe(200);
    const [app] = await apps.ofUser(acme.userIds.owner);
    expect(await apps.revoke(globex.teamId, app?.id ?? '')).toBe(false);
    expect((await host.call(accessToken)).status).toBe(200);
    expect(await apps.revoke(acme.teamId, app?.id ?? '')).toBe(true);
    expect((await host.call(accessToken)).status).toBe(401);
    expect((await host.refresh(refreshToken)).body.error).toBe('invalid_grant');
    expect(await apps.revoke(acme.teamId, app?.id ?? '')).toBe(false);
    expect(await apps.ofUser(acme.userIds.owner)).toEqual([]);
  });

  it('are cut off with a code that is still on its way', async () => {
    const { host, attempt, callback } = await approve(t);
    await apps.revokeAllOf(t.world.acme.userIds.owner);
    expect((await host.redeem(attempt, callback)).body.error).toBe('invalid_grant');
  });

  it('end where a host revokes, and where a code comes twice', async () => {
    const { acme } = t.world;
    const { host, refreshToken } = await signInAndConnect(t);
    await host.revoke(refreshToken);
    const { host: other, attempt, callback } = await approve(t);
    await other.redeem(attempt, callback);
    await other.redeem(attempt, callback);
    expect(await apps.ofUser(acme.userIds.owner)).toEqual([]);
  });

  it('stay with their team when the same client is connected for another', async () => {
    const { acme, globex } = t.world;
    const userId = acme.userIds.owner;
    await t.database.handle.execute(
      sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${userId}, 'viewer')`,
    );
    const first = await signInAndConnect(t);
    const second = await signInAndConnect(t, { host: first.host, teamId: globex.teamId });
    const teamOf = async (token: string): Promise<string> =>
      (await first.host.call(token)).body.profile.team_id;
    expect(await teamOf(first.accessToken)).toBe(acme.teamId);
    expect(await teamOf(second.accessToken)).toBe(globex.teamId);
    const { body } = await first.host.refresh(first.refreshToken);
    expect(await teamOf(body.access_token)).toBe(acme.teamId);
    expect((await apps.ofUser(userId, globex.teamId)).map(({ teamId }) => teamId)).toEqual([globex.teamId]);
  });

  it.each([
    ['removed from the team', sql`delete from members where user_id = `],
    ['disabled', sql`update users set disabled_at = now() where id = `],
  ])('A63: of a person who is %s open nothing any more', async (_, statement) => {
    const { acme } = t.world;
    const userId = acme.userIds[_ === 'disabled' ? 'builder' : 'viewer'];
    const { host, accessToken, refreshToken } = await signInAndConnect(t, { userId });
    expect((await host.call(accessToken)).status).toBe(200);
    await t.database.handle.execute(sql`${statement}${userId}`);
    t.get(AuthzInvalidation).changed(`user:${userId}`);
    expect((await host.call(accessToken)).status).toBe(401);
    expect((await host.refresh(refreshToken)).body.error).toBe('invalid_grant');
  });

  it('remember when and from where they were last used', async () => {
    const { acme } = t.world;
    const { host, accessToken } = await signInAndConnect(t);
    await host.call(accessToken);
    await until(async () => (await apps.ofUser(acme.userIds.owner))[0]?.lastUsedAt ?? undefined);
    const [app] = await apps.ofUser(acme.userIds.owner);
    expect(app?.lastUsedIp).toContain('127.0.0.1');
    expect(Math.abs(Date.now() - (app?.lastUsedAt?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  it('are listed and ended by the command of the operator', async () => {
    const commands = t.get(OperatorCommands);
    const { host, accessToken } = await signInAndConnect(t);
    const filter = { team: t.world.acme.teamId, user: 'owner@acme.test' };
    const listed = (await commands.run('oauth.apps.list', filter)) as { apps: { id: string }[] };
    expect(listed.apps).toEqual([
      expect.objectContaining({
        client_name: 'Test Host',
        user: { id: t.world.acme.userIds.owner, email: 'owner@acme.test' },
        scopes: ['mcp:read', 'mcp:write'],
      }),
    ]);
    const app = listed.apps[0]?.id ?? '';
    expect(JSON.stringify(listed)).not.toContain('grant');
    await commands.run('oauth.apps.revoke', { app });
    expect((await host.call(accessToken)).status).toBe(401);
    await expect(commands.run('oauth.apps.revoke', { app })).rejects.toThrow('There is no connected app');
    await expect(commands.run('oauth.apps.revoke', { app: 'x' })).rejects.toThrow('--app');
  });
});
