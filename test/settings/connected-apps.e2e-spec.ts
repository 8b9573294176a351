import { sql } from 'drizzle-orm';
import { doneReply } from '../../libs/settings/src/fields.schemas';
import { connectedAppsReply } from '../../libs/settings/src/connected-apps/connected-apps.schemas';
import { signInAndConnect } from '../oauth/support/connect';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { age, browserAs, browserOf, said, UNKNOWN_ID } from './support';

const OWN = '/settings/connected-apps';
const TEAM = '/admin/connected-apps';

jest.setTimeout(120_000);

describe('connected apps in the dashboard', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.query('update connected_apps set revoked_at = now()'));

  const connect = (userId: string, name: string) =>
    signInAndConnect(app, { client: { client_name: name }, userId });
  const listed = async (browser: Awaited<ReturnType<typeof browserAs>>, path: string) =>
    connectedAppsReply.parse((await browser.send('GET', path)).body);

  it('200: a person sees their own in the current team, the newest first, in pages', async () => {
    const { member, builder } = app.world.acme.userIds;
    await connect(member, 'Older');
    await connect(member, 'Newer');
    await connect(builder, 'Of somebody else');
    const browser = await browserAs(app, 'member');
    const { connected_apps: apps, ...page } = await listed(browser, OWN);
    expect(page).toEqual({ total: 2, limit: 50, offset: 0 });
    expect(apps.map(({ client_name: name }) => name)).toEqual(['Newer', 'Older']);
    expect(apps[0]).toMatchObject({
      user_id: member,
      redirect_host: '127.0.0.1',
      scopes: ['mcp:read', 'mcp:write'],
    });
    const second = await listed(browser, `${OWN}?limit=1&offset=1`);
    expect(second).toEqual({ connected_apps: [apps[1]], total: 2, limit: 1, offset: 1 });
  });

  it('200: what is for another team is not in this one', async () => {
    const { acme, globex } = app.world;
    const userId = acme.userIds.manager;
    await connect(userId, 'Here');
    await app.database.handle.execute(
      sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${userId}, 'member')`,
    );
    const browser = await browserOf(app, userId);
    const [here] = (await listed(browser, OWN)).connected_apps;
    await browser.send('PUT', '/settings/current-team', { team_id: globex.teamId });
    expect((await listed(browser, OWN)).total).toBe(0);
    expect(said(await browser.send('DELETE', `${OWN}/${here?.id}`))).toEqual([404, 'not_found']);
  });

  it('200: the next call of an app that was cut off is refused, also after a refresh', async () => {
    const { accessToken, refreshToken, host } = await connect(app.world.acme.userIds.viewer, 'Host');
    const browser = await browserAs(app, 'viewer');
    // No proof is asked for: ending an app gives nobody anything.
    await age(browser, app, 60);
    const [found] = (await listed(browser, OWN)).connected_apps;
    expect((await host.call(accessToken)).status).toBe(200);
    const reply = await browser.send('DELETE', `${OWN}/${found?.id}`);
    expect([reply.status, doneReply.parse(reply.body)]).toEqual([200, { success: true }]);
    expect((await host.call(accessToken)).status).toBe(401);
    expect((await host.refresh(refreshToken)).body.error).toBe('invalid_grant');
    expect((await listed(browser, OWN)).total).toBe(0);
    expect(said(await browser.send('DELETE', `${OWN}/${found?.id}`))).toEqual([404, 'not_found']);
    await app.flushAudit();
    const { rows } = await app.database.query<{ status: number; targets: object }>(
      `select status, targets from audit_entries
         where operation_id = 'settings_disconnect_app' and credential_id = $1 order by created_at, id`,
      [browser.session.id],
    );
    expect(rows).toEqual([
      { status: 200, targets: { app_id: found?.id } },
      { status: 404, targets: { app_id: found?.id } },
    ]);
  });

  it('404: the app of somebody else is one that does not exist, and goes on', async () => {
    const { accessToken, host } = await connect(app.world.acme.userIds.member, 'Theirs');
    const [found] = (await listed(await browserAs(app, 'member'), OWN)).connected_apps;
    const answers = [];
    for (const id of [UNKNOWN_ID, found?.id]) {
      const { status, body } = await (await browserAs(app, 'owner')).send('DELETE', `${OWN}/${id}`);
      answers.push({ status, error: body.error, message: body.message });
    }
    const stranger = await browserOf(app, app.world.globex.ownerId);
    const { status, body } = await stranger.send('DELETE', `${TEAM}/${found?.id}`);
    answers.push({ status, error: body.error, message: body.message });
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 404, error: 'not_found' });
    expect((await host.call(accessToken)).status).toBe(200);
  });

  it.each(['owner', 'admin'] as const)('200: %s sees those of the team, and ends any', async (role) => {
    const { accessToken, host } = await connect(app.world.acme.userIds.member, 'Of a member');
    await connect(app.world.acme.userIds.builder, 'Of a builder');
    const browser = await browserAs(app, role);
    const { connected_apps: apps } = await listed(browser, TEAM);
    expect(apps.map(({ client_name: name }) => name)).toEqual(['Of a builder', 'Of a member']);
    expect((await browser.send('DELETE', `${TEAM}/${apps[1]?.id}`)).status).toBe(200);
    expect((await host.call(accessToken)).status).toBe(401);
  });

  it.each(['manager', 'builder', 'member', 'viewer'] as const)('403: not for a %s', async (role) => {
    const browser = await browserAs(app, role);
    expect(said(await browser.send('GET', TEAM))).toEqual([403, 'forbidden']);
    expect(said(await browser.send('DELETE', `${TEAM}/${UNKNOWN_ID}`))).toEqual([403, 'forbidden']);
    expect((await browser.send('GET', OWN)).status).toBe(200);
  });

  it.each([
    ['GET', '?limit=0'],
    ['GET', '?limit=201'],
    ['GET', '?user_id=x'],
    ['DELETE', '/x'],
  ])('400: %s %s', async (method, rest) => {
    const browser = await browserAs(app, 'owner');
    for (const path of [OWN, TEAM]) {
      expect(said(await browser.send(method, path + rest))).toEqual([400, 'invalid_request']);
    }
  });
});
