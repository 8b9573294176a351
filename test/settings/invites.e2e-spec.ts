import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import {
  acceptedReply,
  inviteReply,
  invitesReply,
  madeInviteReply,
} from '../../libs/settings/src/invites/invites.schemas';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { addPerson, newAccount } from './people';
import { browserAs, browserOf, said, UNKNOWN_ID } from './support';

const INVITES = '/settings/members/invites';
const NO_TOKEN = 'a'.repeat(32);

describe.each(DATABASES)('invites in the dashboard, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
  }, 180_000);
  afterAll(() => app.close());
  afterEach(() => app.database.query('delete from invites'));

  const as = (role: Role) => browserAs(app, role);
  const invite = async (by: Role, email: string, role: Role = 'member') =>
    (await as(by)).send('POST', INVITES, { email, role });
  const made = async (by: Role, email: string, role: Role = 'member') => {
    const { invite: one, link } = madeInviteReply.parse((await invite(by, email, role)).body);
    return { invite: one, link, token: link.split('/').at(-1) ?? '' };
  };
  const accepting = (token: string): string => `/settings/invites/${token}/accept`;
  const expire = (id: string) =>
    app.database.handle.execute(
      sql`update invites set expires_at = now() - interval '1 second' where id = ${id}`,
    );

  describe('POST /api/settings/members/invites', () => {
    it('201: gives a link of this server, for 7 days, shown this once', async () => {
      const browser = await as('manager');
      const reply = await browser.send('POST', INVITES, { email: 'New@Example.test', role: 'builder' });
      expect([reply.status, reply.headers.get('cache-control')]).toEqual([201, 'no-store']);
      const { invite: one, link } = madeInviteReply.parse(reply.body);
      expect(one).toMatchObject({
        email: 'New@Example.test',
        role: 'builder',
        invited_by: app.world.acme.userIds.manager,
      });
      expect(Date.parse(one.expires_at) - Date.parse(one.created_at)).toBe(7 * 86_400_000);
      const token = link.split('/').at(-1) ?? '';
      expect(token).toMatch(/^[0-9A-Za-z]{32}$/);
      const list = await browser.send('GET', INVITES);
      expect(list.text).not.toContain(token);
      const { rows } = await app.database.query('select * from invites');
      expect(JSON.stringify(rows)).not.toContain(token);
    });

    it.each<[by: Role, role: Role]>([
      ['manager', 'admin'],
      ['manager', 'owner'],
      ['admin', 'owner'],
    ])('403: a %s invites no %s', async (by, role) => {
      expect(said(await invite(by, 'x@example.test', role))).toEqual([403, 'role_too_high']);
    });

    it.each(['builder', 'member', 'viewer'] as const)('403: not by a %s', async (by) => {
      expect(said(await invite(by, 'x@example.test', 'viewer'))).toEqual([403, 'forbidden']);
      expect(said(await (await as(by)).send('GET', INVITES))).toEqual([403, 'forbidden']);
    });

    it('409: a member, and an address that has an invite, in any case', async () => {
      expect(said(await invite('owner', 'VIEWER@acme.test'))).toEqual([409, 'already_exists']);
      await made('owner', 'twice@example.test');
      expect(said(await invite('owner', 'Twice@example.test'))).toEqual([409, 'already_exists']);
    });

    it('201: again, once the first has run out', async () => {
      const first = await made('owner', 'again@example.test');
      await expire(first.invite.id);
      const second = await made('owner', 'again@example.test');
      const { invites, total } = invitesReply.parse((await (await as('owner')).send('GET', INVITES)).body);
      expect([invites.map(({ id }) => id), total]).toEqual([[second.invite.id], 1]);
    });

    it('409: of two at once, one', async () => {
      const browser = await as('owner');
      const body = { email: 'race@example.test', role: 'member' };
      const replies = await Promise.all([1, 2].map(() => browser.send('POST', INVITES, body)));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    });

    it.each([
      {},
      { email: 'x@example.test' },
      { email: 'nobody', role: 'member' },
      { email: `${'x'.repeat(250)}@example.test`, role: 'member' },
      { email: 'x\u0000@example.test', role: 'member' },
      { email: 'x@example.test', role: 'boss' },
      { email: 'x@example.test', role: 'member', name: 'x' },
    ])('400: %j', async (body) => {
      expect(said(await (await as('owner')).send('POST', INVITES, body))).toEqual([400, 'invalid_request']);
    });
  });

  it('GET …/invites, …/invites/{id} 200: those of the team, the newest first, in pages', async () => {
    const [older, newer] = [await made('owner', 'a@example.test'), await made('admin', 'b@example.test')];
    const browser = await as('manager');
    const all = invitesReply.parse((await browser.send('GET', INVITES)).body);
    expect(all).toEqual({ invites: [newer.invite, older.invite], total: 2, limit: 50, offset: 0 });
    const page = invitesReply.parse((await browser.send('GET', `${INVITES}?limit=1&offset=1`)).body);
    expect(page).toEqual({ invites: [older.invite], total: 2, limit: 1, offset: 1 });
    const one = await browser.send('GET', `${INVITES}/${older.invite.id}`);
    expect(inviteReply.parse(one.body).invite).toEqual(older.invite);
    const elsewhere = await browserOf(app, app.world.globex.ownerId);
    expect((await elsewhere.send('GET', INVITES)).body.total).toBe(0);
    for (const method of ['GET', 'DELETE']) {
      const foreign = await elsewhere.send(method, `${INVITES}/${older.invite.id}`);
      const unknown = await elsewhere.send(method, `${INVITES}/${UNKNOWN_ID}`);
      expect([said(foreign), foreign.body.message]).toEqual([[404, 'not_found'], unknown.body.message]);
    }
    expect(said(await browser.send('GET', `${INVITES}/x`))).toEqual([400, 'invalid_request']);
  });

  describe('DELETE /api/settings/members/invites/{id}', () => {
    it('200: the link is of no use', async () => {
      const { userId, email } = await newAccount(app);
      const { invite: one, token } = await made('owner', email);
      expect((await (await as('manager')).send('DELETE', `${INVITES}/${one.id}`)).body).toEqual({
        success: true,
      });
      const browser = await browserOf(app, userId);
      expect(said(await browser.send('POST', accepting(token)))).toEqual([404, 'not_found']);
      const again = await (await as('manager')).send('DELETE', `${INVITES}/${one.id}`);
      expect(said(again)).toEqual([404, 'not_found']);
    });

    it('403: nobody ends an invite to a role above their own', async () => {
      const { invite: one } = await made('owner', 'boss@example.test', 'owner');
      const reply = await (await as('admin')).send('DELETE', `${INVITES}/${one.id}`);
      expect(said(reply)).toEqual([403, 'role_too_high']);
    });
  });

  describe('POST /api/settings/invites/{token}/accept', () => {
    it('200: takes somebody without a team in, with the role, and lets the session act there', async () => {
      const { userId, email } = await newAccount(app);
      const { token } = await made('owner', email.toUpperCase(), 'builder');
      const browser = await browserOf(app, userId);
      expect((await browser.send('GET', '/settings/me')).body.current_team).toBeNull();
      const reply = await browser.send('POST', accepting(token));
      const team = { id: app.world.acme.teamId as string, name: 'Acme', role: 'builder' };
      expect([reply.status, acceptedReply.parse(reply.body)]).toEqual([200, { team }]);
      expect((await browser.send('GET', '/settings/me')).body.current_team).toEqual(team);
      expect((await browser.send('GET', '/settings/members')).status).toBe(200);
      expect(said(await browser.send('POST', accepting(token)))).toEqual([404, 'not_found']);
    });

    it('200: once, of two at once', async () => {
      const { userId, email } = await newAccount(app);
      const { token } = await made('owner', email);
      const browser = await browserOf(app, userId);
      const replies = await Promise.all([1, 2].map(() => browser.send('POST', accepting(token))));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 404]);
    });

    it('403: not for anybody else, whoever has the link', async () => {
      const { email } = await newAccount(app);
      const thief = await newAccount(app);
      const { invite: one, token } = await made('owner', email, 'owner');
      const browser = await browserOf(app, thief.userId);
      expect(said(await browser.send('POST', accepting(token)))).toEqual([403, 'forbidden']);
      expect((await browser.send('GET', '/settings/me')).body.teams).toEqual([]);
      expect((await (await as('owner')).send('GET', `${INVITES}/${one.id}`)).status).toBe(200);
    });

    it('404: one that has run out, whose maker was removed, or that never was', async () => {
      const { userId, email } = await newAccount(app);
      const browser = await browserOf(app, userId);
      const old = await made('owner', email);
      await expire(old.invite.id);
      const maker = await addPerson(app, app.world.globex.teamId, 'admin');
      const theirs = await (
        await browserOf(app, maker.userId)
      ).send('POST', INVITES, { email, role: 'viewer' });
      const owner = await browserOf(app, app.world.globex.ownerId);
      expect((await owner.send('DELETE', `/settings/members/${maker.userId}`)).status).toBe(200);
      const orphan = madeInviteReply.parse(theirs.body).link.split('/').at(-1) ?? '';
      for (const token of [old.token, orphan, NO_TOKEN]) {
        expect(said(await browser.send('POST', accepting(token)))).toEqual([404, 'not_found']);
      }
      expect(said(await browser.send('POST', accepting('x')))).toEqual([400, 'invalid_request']);
    });

    it('409: whoever came into the team in another way keeps the role', async () => {
      const { userId, email } = await newAccount(app);
      const { token } = await made('owner', email, 'admin');
      await addPerson(app, app.world.acme.teamId, 'viewer', userId);
      const browser = await browserOf(app, userId);
      expect(said(await browser.send('POST', accepting(token)))).toEqual([409, 'already_exists']);
      expect((await browser.send('GET', '/settings/me')).body.current_team.role).toBe('viewer');
    });

    it('401, 403: takes a session alone, and its CSRF token', async () => {
      const { userId, email } = await newAccount(app);
      const { token } = await made('owner', email);
      const { headers, cookie } = await browserOf(app, userId);
      const path = `/api${accepting(token)}`;
      const key = app.world.acme.keys.owner;
      for (const options of [{}, { key }, { key, headers }])
        expect(said(await app.rest('POST', path, options))).toEqual([401, 'invalid_token']);
      const bare = { cookie, 'sec-fetch-site': 'same-origin' };
      expect(said(await app.rest('POST', path, { headers: bare }))).toEqual([403, 'forbidden']);
      const foreign = { ...headers, 'sec-fetch-site': 'cross-site' };
      expect((await app.rest('POST', path, { headers: foreign })).status).toBe(401);
    });
  });

  it('leaves every write in the audit trail, and no token in it or in a log', async () => {
    const { userId, email } = await newAccount(app);
    const owner = await as('owner');
    const guest = await browserOf(app, userId);
    const first = madeInviteReply.parse((await owner.send('POST', INVITES, { email, role: 'viewer' })).body);
    await owner.send('DELETE', `${INVITES}/${first.invite.id}`);
    const { invite: one, token } = await made('owner', email);
    await guest.send('POST', accepting(NO_TOKEN));
    await guest.send('POST', accepting(token));
    await app.flushAudit();
    const { rows } = await app.database.query(
      `select operation_id, status, targets from audit_entries
         where credential_id = any($1) order by created_at, id`,
      [[owner.session.id, guest.session.id]],
    );
    expect(rows).toEqual([
      { operation_id: 'settings_create_invite', status: 201, targets: { invite_id: first.invite.id } },
      {
        operation_id: 'settings_revoke_invite',
        status: 200,
        targets: { invite_id: first.invite.id },
      },
      { operation_id: 'settings_accept_invite', status: 200, targets: { invite_id: one.id } },
    ]);
    const all = await app.database.query('select targets from audit_entries');
    for (const secret of [token, NO_TOKEN]) {
      expect(JSON.stringify(all.rows)).not.toContain(secret);
      expect(JSON.stringify(app.logs)).not.toContain(secret);
    }
  });
});
