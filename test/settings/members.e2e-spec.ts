import { sql } from 'drizzle-orm';
import { ApiKeysService } from '@app/auth';
import type { Role } from '@app/auth';
import { memberReply, membersReply } from '../../libs/settings/src/members/members.schemas';
import { signInAndConnect } from '../oauth/support/connect';
import { PASSWORD, setPassword } from '../oauth/pages/support/person';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTwoReplicas } from '../support/two-replicas';
import { until } from '../support/until';
import { age, browserAs, browserOf, said, UNKNOWN_ID } from './support';
import { addPerson } from './people';
import type { Person } from './people';

const MEMBERS = '/settings/members';
const INVITES = `${MEMBERS}/invites`;

describe.each(DATABASES)('members in the dashboard, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
  }, 180_000);
  afterAll(() => app.close());

  const as = (role: Role) => browserAs(app, role);
  const person = (role: Role): Promise<Person> => addPerson(app, app.world.acme.teamId, role);
  const statusOf = async (key: string): Promise<number> =>
    (await app.rest('GET', '/v1/profile', { key })).status;
  const roleBy = async (key: string): Promise<string | undefined> =>
    (await app.rest('GET', '/v1/profile', { key })).body.profile?.role;
  const roleOf = async (userId: string): Promise<string | undefined> => {
    const { teamId } = app.world.acme;
    const { rows } = await app.database.query<{ role: string }>(
      'select role from members where team_id = $1 and user_id = $2',
      [teamId, userId],
    );
    return rows[0]?.role;
  };
  const change = async (by: Role, userId: string, role: Role) =>
    (await as(by)).send('PATCH', `${MEMBERS}/${userId}`, { role });
  const remove = async (by: Role, userId: string) => (await as(by)).send('DELETE', `${MEMBERS}/${userId}`);

  describe('GET /api/settings/members', () => {
    it('200: a viewer too sees the people of the team, by name, in pages', async () => {
      const browser = await as('viewer');
      const { members, total } = membersReply.parse((await browser.send('GET', `${MEMBERS}?limit=200`)).body);
      expect(members.length).toBe(total);
      const ids = members.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(Object.values(app.world.acme.userIds)));
      expect(ids).not.toContain(app.world.globex.ownerId);
      const names = members.map(({ name }) => name.toLowerCase());
      expect(names).toEqual([...names].sort());
      const page = membersReply.parse((await browser.send('GET', `${MEMBERS}?limit=1&offset=1`)).body);
      expect(page).toEqual({ members: [members[1]], total, limit: 1, offset: 1 });
    });

    it('200: by a part of the name or email', async () => {
      const reply = await (await as('member')).send('GET', `${MEMBERS}?search=OWNER@ACME`);
      expect(membersReply.parse(reply.body).members).toEqual([
        expect.objectContaining({ id: app.world.acme.userIds.owner, role: 'owner' }),
      ]);
    });

    it.each(['limit=0', 'limit=201', 'search=', `search=${'x'.repeat(201)}`, 'team_id=x'])(
      '400: ?%s',
      async (query) => {
        const reply = await (await as('owner')).send('GET', `${MEMBERS}?${query}`);
        expect(said(reply)).toEqual([400, 'invalid_request']);
      },
    );
  });

  describe('PATCH /api/settings/members/{user_id}', () => {
    it('200: the role holds from the next call on, for a key in use', async () => {
      const { userId, key } = await person('builder');
      expect(await roleBy(key)).toBe('builder');
      const reply = await change('manager', userId, 'viewer');
      expect([reply.status, memberReply.parse(reply.body).member.role]).toEqual([200, 'viewer']);
      await app.settled();
      expect(await roleBy(key)).toBe('viewer');
      const write = { key, body: { name: 'x' } };
      expect(said(await app.rest('POST', '/v1/agents', write))).toEqual([403, 'forbidden']);
      expect((await change('manager', userId, 'manager')).status).toBe(200);
      await app.settled();
      expect(await roleBy(key)).toBe('manager');
    });

    it.each<[by: Role, from: Role, to: Role]>([
      ['manager', 'member', 'admin'],
      ['manager', 'member', 'owner'],
      ['manager', 'admin', 'member'],
      ['manager', 'owner', 'member'],
      ['admin', 'member', 'owner'],
      ['admin', 'owner', 'admin'],
    ])('403: a %s makes no %s a %s', async (by, from, to) => {
      const { userId } = await person(from);
      expect(said(await change(by, userId, to))).toEqual([403, 'role_too_high']);
      expect(await roleOf(userId)).toBe(from);
    });

    it('200: an owner makes another owner, and takes that back', async () => {
      const { userId } = await person('member');
      expect((await change('owner', userId, 'owner')).status).toBe(200);
      expect((await change('owner', userId, 'admin')).status).toBe(200);
      expect(await roleOf(userId)).toBe('admin');
    });

    it.each(['builder', 'member', 'viewer'] as const)('403: not by a %s', async (by) => {
      const { userId } = await person('viewer');
      expect(said(await change(by, userId, 'member'))).toEqual([403, 'forbidden']);
      expect(await roleOf(userId)).toBe('viewer');
    });

    it('404: nobody, and a person of another team, in the same words', async () => {
      const browser = await as('owner');
      const [unknown, foreign] = [
        await browser.send('PATCH', `${MEMBERS}/${UNKNOWN_ID}`, { role: 'member' }),
        await browser.send('PATCH', `${MEMBERS}/${app.world.globex.ownerId}`, { role: 'member' }),
      ];
      for (const reply of [unknown, foreign]) expect(said(reply)).toEqual([404, 'not_found']);
      expect(foreign.body.message).toBe(unknown.body.message);
    });

    it.each([{}, { role: 'boss' }, { role: null }, { role: 'member', email: 'x@y.z' }])(
      '400: %j',
      async (body) => {
        const { userId } = await person('viewer');
        const reply = await (await as('owner')).send('PATCH', `${MEMBERS}/${userId}`, body);
        expect(said(reply)).toEqual([400, 'invalid_request']);
      },
    );
  });

  describe('DELETE /api/settings/members/{user_id}', () => {
    it('200: their keys and apps for the team end, and do not come back with the person', async () => {
      const { userId, key } = await person('member');
      const { accessToken, host } = await signInAndConnect(app, { client: {}, userId });
      const browser = await browserOf(app, userId);
      const elsewhere = await addPerson(app, app.world.globex.teamId, 'member', userId);
      expect([await statusOf(key), (await host.call(accessToken)).status]).toEqual([200, 200]);
      expect((await browser.send('GET', MEMBERS)).status).toBe(200);
      const reply = await remove('admin', userId);
      expect([reply.status, reply.body]).toEqual([200, { success: true }]);
      expect([await statusOf(key), (await host.call(accessToken)).status]).toEqual([401, 401]);
      expect(said(await browser.send('GET', MEMBERS))).toEqual([401, 'invalid_token']);
      expect(await statusOf(elsewhere.key)).toBe(200);
      await addPerson(app, app.world.acme.teamId, 'member', userId);
      expect([await statusOf(key), (await host.call(accessToken)).status]).toEqual([401, 401]);
      expect(said(await remove('admin', UNKNOWN_ID))).toEqual([404, 'not_found']);
    });

    it('200: connections that they own are broken, and what was granted to them is gone', async () => {
      const { userId } = await person('builder');
      const { teamId, userIds } = app.world.acme;
      const { rows } = await app.database.query<{ id: string }>(
        `insert into connections (team_id, name, type, provider, owner_id)
           values ($1, 'Left behind', 'x', 'x', $2), ($1, 'Lent', 'x', 'x', $3) returning id`,
        [teamId, userId, userIds.owner],
      );
      const [left, lent] = rows.map(({ id }) => id);
      await app.database.query(
        `insert into connection_grants (connection_id, team_id, subject, subject_id, level)
           values ($1, $2, 'user', $3, 'use'), ($1, $2, 'user', $4, 'use')`,
        [lent, teamId, userId, userIds.viewer],
      );
      expect((await remove('owner', userId)).status).toBe(200);
      const after = await app.database.query(
        'select status, broken_reason from connections where id = any($1::uuid[]) order by name',
        [[left, lent]],
      );
      expect(after.rows).toEqual([
        { status: 'broken', broken_reason: 'owner_left' },
        { status: 'active', broken_reason: null },
      ]);
      const grants = await app.database.query(
        'select subject_id from connection_grants where connection_id = $1',
        [lent],
      );
      expect(grants.rows).toEqual([{ subject_id: userIds.viewer }]);
    });

    it('403: an admin takes no owner out; a manager and below, nobody', async () => {
      const owner = await person('owner');
      const viewer = await person('viewer');
      expect(said(await remove('admin', owner.userId))).toEqual([403, 'role_too_high']);
      for (const by of ['manager', 'builder', 'member', 'viewer'] as const) {
        expect(said(await remove(by, viewer.userId))).toEqual([403, 'forbidden']);
      }
      expect([await statusOf(owner.key), await statusOf(viewer.key)]).toEqual([200, 200]);
      expect((await remove('owner', owner.userId)).status).toBe(200);
    });

    it('403: wants a session that was proven lately, since keys end with it', async () => {
      const { userId, key } = await person('member');
      const browser = await as('owner');
      await age(browser, app, 16);
      expect(said(await browser.send('DELETE', `${MEMBERS}/${userId}`))).toEqual([403, 'step_up_required']);
      expect(await statusOf(key)).toBe(200);
      await age(browser, app, 14);
      expect((await browser.send('DELETE', `${MEMBERS}/${userId}`)).status).toBe(200);
    });

    it('404: a person of another team stays there', async () => {
      const { ownerId, ownerKey } = app.world.globex;
      expect(said(await remove('owner', ownerId))).toEqual([404, 'not_found']);
      expect(await statusOf(ownerKey)).toBe(200);
    });
  });

  it('409: the last owner who can act neither steps down nor leaves', async () => {
    const { owner } = app.world.acme.userIds;
    await app.database.handle.execute(
      sql`delete from members where team_id = ${app.world.acme.teamId} and role = 'owner' and user_id <> ${owner}`,
    );
    const disabled = await person('owner');
    await app.database.handle.execute(
      sql`update users set disabled_at = now() where id = ${disabled.userId}`,
    );
    expect(said(await change('owner', owner, 'admin'))).toEqual([409, 'last_owner']);
    expect(said(await remove('owner', owner))).toEqual([409, 'last_owner']);
    expect((await change('owner', owner, 'owner')).status).toBe(200);
    expect((await remove('owner', disabled.userId)).status).toBe(200);
    expect(await roleOf(owner)).toBe('owner');
  });

  it('409: of two owners who step down at once, one stays', async () => {
    const { teamId, userIds } = app.world.acme;
    const other = await person('owner');
    const [first, second] = [await as('owner'), await browserOf(app, other.userId)];
    const replies = await Promise.all([
      first.send('PATCH', `${MEMBERS}/${userIds.owner}`, { role: 'admin' }),
      second.send('PATCH', `${MEMBERS}/${other.userId}`, { role: 'admin' }),
    ]);
    const outcomes = replies.map(said).sort(([a], [b]) => a - b);
    await app.world.setRole(teamId, userIds.owner, 'owner');
    expect(outcomes).toEqual([
      [200, undefined],
      [409, 'last_owner'],
    ]);
    expect((await remove('owner', other.userId)).status).toBe(200);
  });

  it('withdraws the invites that somebody may no longer give', async () => {
    const { userId } = await person('admin');
    const browser = await browserOf(app, userId);
    for (const role of ['admin', 'member'] as const) {
      const body = { email: `${role}-of-${userId}@example.test`, role };
      expect((await browser.send('POST', INVITES, body)).status).toBe(201);
    }
    const open = async (): Promise<string[]> => {
      const { rows } = await app.database.query<{ role: string }>(
        'select role from invites where invited_by = $1 order by role',
        [userId],
      );
      return rows.map(({ role }) => role);
    };
    expect(await open()).toEqual(['admin', 'member']);
    await change('owner', userId, 'manager');
    expect(await open()).toEqual(['member']);
    await change('owner', userId, 'builder');
    expect(await open()).toEqual([]);
  });

  it('leaves every write in the audit trail', async () => {
    const { userId } = await person('member');
    const browser = await as('owner');
    await browser.send('PATCH', `${MEMBERS}/${userId}`, { role: 'viewer' });
    await browser.send('DELETE', `${MEMBERS}/${userId}`);
    await browser.send('DELETE', `${MEMBERS}/${userId}`);
    await app.flushAudit();
    const { rows } = await app.database.query(
      `select operation_id, status, targets from audit_entries
         where credential_id = $1 and source = 'dashboard' order by created_at, id`,
      [browser.session.id],
    );
    const targets = { user_id: userId };
    expect(rows).toEqual([
      { operation_id: 'settings_change_role', status: 200, targets },
      { operation_id: 'settings_remove_member', status: 200, targets },
      { operation_id: 'settings_remove_member', status: 404, targets },
    ]);
  });
});

describe('a member, removed on one replica', () => {
  it('is refused on the other within five seconds', async () => {
    const { first, second, close } = await createTwoReplicas();
    try {
      await setPassword(first, first.world.acme.userIds.owner, PASSWORD);
      const { acme } = first.world;
      const { secret } = await first
        .get(ApiKeysService)
        .create(acme.teamId, { userId: acme.userIds.member, name: 'in use' });
      const statusOn = async (app: TestApp) => (await app.rest('GET', '/v1/profile', { key: secret })).status;
      expect([await statusOn(first), await statusOn(second)]).toEqual([200, 200]);
      const browser = await browserAs(first, 'owner');
      expect((await browser.send('DELETE', `${MEMBERS}/${acme.userIds.member}`)).status).toBe(200);
      expect(await statusOn(first)).toBe(401);
      await until(async () => ((await statusOn(second)) === 401 ? true : undefined), 5_000);
    } finally {
      await close();
    }
  }, 180_000);
});
