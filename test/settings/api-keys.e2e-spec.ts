import { sql } from 'drizzle-orm';
import { ApiKeysService, AuthzInvalidation } from '@app/auth';
import type { Role } from '@app/auth';
import { keyReply, keysReply, madeKeyReply } from '../../libs/settings/src/api-keys/api-keys.schemas';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { age, browserAs, browserOf, said, UNKNOWN_ID } from './support';

const OWN = '/settings/api-keys';
const TEAM = '/admin/api-keys';
const DAY_MS = 86_400_000;

describe.each(DATABASES)('API keys in the dashboard, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
  }, 180_000);
  afterAll(() => app.close());

  const as = (role: Role) => browserAs(app, role);
  const statusOf = async (key: string): Promise<number> =>
    (await app.rest('GET', '/v1/profile', { key })).status;
  const made = async (role: Role, body: object = { name: 'a key' }) =>
    madeKeyReply.parse((await (await as(role)).send('POST', OWN, body)).body);

  describe('POST /api/settings/api-keys', () => {
    it('201: gives a key that works at once, with both scopes, for 90 days', async () => {
      const browser = await as('builder');
      const reply = await browser.send('POST', OWN, { name: 'laptop' });
      expect(reply.status).toBe(201);
      expect(reply.headers.get('cache-control')).toBe('no-store');
      const { api_key: key, secret } = madeKeyReply.parse(reply.body);
      expect(key).toMatchObject({
        name: 'laptop',
        user_id: app.world.acme.userIds.builder,
        scopes: ['mcp:read', 'mcp:write'],
        last_used_at: null,
        revoked_at: null,
        old_secret_until: null,
      });
      expect(secret.slice(-4)).toBe(key.last4);
      const life = Date.parse(key.expires_at ?? '') - Date.parse(key.created_at);
      expect(life).toBe(90 * DAY_MS);
      const me = await app.rest('GET', '/v1/profile', { key: secret });
      expect(me.body.profile).toMatchObject({
        role: 'builder',
        team_id: app.world.acme.teamId,
        credential: { type: 'api_key', id: key.id },
      });
    });

    it('201: with scopes and an end of its own, or none', async () => {
      const end = new Date(Date.now() + DAY_MS).toISOString();
      const short = await made('member', { name: 'short', scopes: ['mcp:read'], expires_at: end });
      expect(short.api_key).toMatchObject({ scopes: ['mcp:read'], expires_at: end });
      const write = { key: short.secret, body: { name: 'x' } };
      expect(said(await app.rest('POST', '/v1/agents', write))).toEqual([403, 'insufficient_scope']);
      const lasting = await made('member', { name: 'lasting', expires_at: null });
      expect(lasting.api_key.expires_at).toBeNull();
    });

    it('is made for the team in which the session acts', async () => {
      const { acme, globex } = app.world;
      const userId = acme.userIds.manager;
      await app.database.handle.execute(
        sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${userId}, 'member')`,
      );
      const browser = await browserOf(app, userId);
      await browser.send('PUT', '/settings/current-team', { team_id: globex.teamId });
      const { secret } = madeKeyReply.parse((await browser.send('POST', OWN, { name: 'there' })).body);
      const me = await app.rest('GET', '/v1/profile', { key: secret });
      expect(me.body.profile).toMatchObject({ team_id: globex.teamId, role: 'member' });
      expect((await browser.send('GET', OWN)).body.total).toBe(1);
    });

    it.each([
      {},
      { name: '' },
      { name: 'x'.repeat(101) },
      { name: 'a\u0000b' },
      { name: 'x', scopes: [] },
      { name: 'x', scopes: ['mcp:all'] },
      { name: 'x', scopes: ['mcp:read', 'mcp:read'] },
      { name: 'x', expires_at: '2020-01-01T00:00:00Z' },
      { name: 'x', expires_at: '0000-01-01T00:00:00Z' },
      { name: 'x', expires_at: 'tomorrow' },
      { name: 'x', more: 1 },
      [],
    ])('400: %j', async (body) => {
      expect(said(await (await as('owner')).send('POST', OWN, body))).toEqual([400, 'invalid_request']);
    });

    it('403: a viewer has no keys', async () => {
      const browser = await as('viewer');
      expect(said(await browser.send('POST', OWN, { name: 'x' }))).toEqual([403, 'forbidden']);
      expect(said(await browser.send('GET', OWN))).toEqual([403, 'forbidden']);
    });
  });

  describe('GET /api/settings/api-keys', () => {
    it('200: own keys alone, the newest first, in pages, without a secret', async () => {
      const { userIds } = app.world.acme;
      const browser = await as('admin');
      const { secret } = await made('admin', { name: 'older' });
      await made('admin', { name: 'newer' });
      const page = await browser.send('GET', `${OWN}?limit=1&offset=1`);
      const all = keysReply.parse((await browser.send('GET', OWN)).body);
      expect(all.api_keys.slice(0, 2).map(({ name }) => name)).toEqual(['newer', 'older']);
      expect(new Set(all.api_keys.map((key) => key.user_id))).toEqual(new Set([userIds.admin]));
      expect(keysReply.parse(page.body)).toEqual({
        api_keys: [all.api_keys[1]],
        total: all.total,
        limit: 1,
        offset: 1,
      });
      expect(page.text).not.toContain(secret);
    });

    it.each(['limit=0', 'limit=201', 'offset=-1', 'user_id=x'])('400: ?%s', async (query) => {
      const reply = await (await as('owner')).send('GET', `${OWN}?${query}`);
      expect(said(reply)).toEqual([400, 'invalid_request']);
    });
  });

  describe('DELETE /api/settings/api-keys/{id}', () => {
    it('200: the next call with it is refused, and it is listed as revoked', async () => {
      const browser = await as('member');
      const { api_key: key, secret } = await made('member');
      expect(await statusOf(secret)).toBe(200);
      const reply = await browser.send('DELETE', `${OWN}/${key.id}`);
      expect([reply.status, typeof keyReply.parse(reply.body).api_key.revoked_at]).toEqual([200, 'string']);
      expect(await statusOf(secret)).toBe(401);
      expect(said(await browser.send('DELETE', `${OWN}/${key.id}`))).toEqual([404, 'not_found']);
    });

    it('404: a key of somebody else, also for an admin, or of another team is one that does not exist', async () => {
      const { secret, api_key: key } = await made('member');
      const browser = await as('admin');
      const foreign = await app
        .get(ApiKeysService)
        .create(app.world.globex.teamId, { userId: app.world.globex.ownerId, name: 'theirs' });
      for (const path of [OWN, TEAM]) {
        const answers = [];
        const others = path === OWN ? [key.id, foreign.apiKey.id] : [foreign.apiKey.id];
        for (const id of [UNKNOWN_ID, ...others]) {
          const { status, body } = await browser.send('DELETE', `${path}/${id}`);
          answers.push({ status, error: body.error, message: body.message });
        }
        for (const answer of answers)
          expect(answer).toEqual({ ...answers[0], status: 404, error: 'not_found' });
      }
      expect([await statusOf(secret), await statusOf(foreign.secret)]).toEqual([200, 200]);
    });

    it('400: what is no id', async () => {
      expect(said(await (await as('owner')).send('DELETE', `${OWN}/x`))).toEqual([400, 'invalid_request']);
    });
  });

  describe('POST /api/settings/api-keys/{id}/rotate', () => {
    const rotate = async (role: Role, id: string, body: object = {}) =>
      (await as(role)).send('POST', `${OWN}/${id}/rotate`, body);

    it('200: both secrets work, as one key, until the old one ends', async () => {
      const first = await made('builder', { name: 'turning', scopes: ['mcp:read'] });
      const reply = await rotate('builder', first.api_key.id);
      expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store']);
      const next = madeKeyReply.parse(reply.body);
      expect(next.secret).not.toBe(first.secret);
      const { id, name, scopes, created_at, expires_at } = first.api_key;
      expect(next.api_key).toMatchObject({ id, name, scopes, created_at, expires_at });
      const until = Date.parse(next.api_key.old_secret_until ?? '');
      expect(Math.abs(until - Date.now() - DAY_MS)).toBeLessThan(60_000);
      for (const key of [first.secret, next.secret]) {
        const me = await app.rest('GET', '/v1/profile', { key });
        expect([me.status, me.body.profile?.credential.id]).toEqual([200, id]);
      }
      await app.database.handle.execute(
        sql`update api_keys set previous_ends_at = now() - interval '1 second' where id = ${id}`,
      );
      app.get(AuthzInvalidation).changed('all');
      await app.settled();
      expect([await statusOf(first.secret), await statusOf(next.secret)]).toEqual([401, 200]);
    });

    it('200: with 0 seconds the old secret is refused at once', async () => {
      const first = await made('builder');
      expect(await statusOf(first.secret)).toBe(200);
      const reply = await rotate('builder', first.api_key.id, { old_valid_seconds: 0 });
      const { secret } = madeKeyReply.parse(reply.body);
      expect([await statusOf(first.secret), await statusOf(secret)]).toEqual([401, 200]);
    });

    it('200: a second rotation ends the secret before the last, and revoking ends all', async () => {
      const first = await made('member');
      const second = madeKeyReply.parse((await rotate('member', first.api_key.id)).body);
      expect(await statusOf(first.secret)).toBe(200);
      const third = madeKeyReply.parse((await rotate('member', first.api_key.id)).body);
      const statuses = async () => [
        await statusOf(first.secret),
        await statusOf(second.secret),
        await statusOf(third.secret),
      ];
      expect(await statuses()).toEqual([401, 200, 200]);
      await (await as('member')).send('DELETE', `${OWN}/${first.api_key.id}`);
      expect(await statuses()).toEqual([401, 401, 401]);
    });

    it('200: of rotations at once each secret but the last two is refused', async () => {
      const first = await made('member');
      const browser = await as('member');
      const replies = await Promise.all(
        [1, 2, 3].map(() => browser.send('POST', `${OWN}/${first.api_key.id}/rotate`, {})),
      );
      const secrets = replies.map(({ body }) => madeKeyReply.parse(body).secret);
      const statuses = await Promise.all([first.secret, ...secrets].map(statusOf));
      expect(statuses.sort()).toEqual([200, 200, 401, 401]);
    });

    it.each([
      { old_valid_seconds: -1 },
      { old_valid_seconds: 604_801 },
      { old_valid_seconds: 1.5 },
      { more: 1 },
    ])('400: %j', async (body) => {
      const { api_key: key } = await made('member');
      expect(said(await rotate('member', key.id, body))).toEqual([400, 'invalid_request']);
      expect((await rotate('member', key.id, { old_valid_seconds: 604_800 })).status).toBe(200);
    });

    it('404: a key of somebody else, of an admin too, a revoked one and one that has ended', async () => {
      const { api_key: key, secret } = await made('member');
      expect(said(await rotate('owner', key.id))).toEqual([404, 'not_found']);
      expect(said(await rotate('owner', UNKNOWN_ID))).toEqual([404, 'not_found']);
      expect(await statusOf(secret)).toBe(200);
      await app.database.handle.execute(
        sql`update api_keys set expires_at = now() - interval '1 second' where id = ${key.id}`,
      );
      expect(said(await rotate('member', key.id))).toEqual([404, 'not_found']);
      const revoked = await made('member');
      await (await as('member')).send('DELETE', `${OWN}/${revoked.api_key.id}`);
      expect(said(await rotate('member', revoked.api_key.id))).toEqual([404, 'not_found']);
    });
  });

  describe('/api/admin/api-keys', () => {
    it.each(['owner', 'admin'] as const)('200: %s sees the keys of all, and ends any', async (role) => {
      const { api_key: key, secret } = await made('member', { name: 'of a member' });
      const browser = await as(role);
      const { api_keys: keys, total } = keysReply.parse(
        (await browser.send('GET', `${TEAM}?limit=200`)).body,
      );
      expect(keys.map(({ id }) => id)).toContain(key.id);
      expect(new Set(keys.map((one) => one.user_id)).size).toBeGreaterThan(1);
      expect(total).toBe(keys.length);
      expect(await statusOf(secret)).toBe(200);
      const reply = await browser.send('DELETE', `${TEAM}/${key.id}`);
      expect([reply.status, keyReply.parse(reply.body).api_key.id]).toEqual([200, key.id]);
      expect(await statusOf(secret)).toBe(401);
    });

    it('PATCH 200: an admin says what hosts with a key are shown, and takes it back', async () => {
      const { api_key: key } = await made('member', { name: 'narrow', mcp_bound: 'toolsets=agents' });
      expect(key.mcp_bound).toBe('toolsets=agents');
      const browser = await as('admin');
      for (const bound of ['readonly=1&toolsets=runs', null]) {
        const reply = await browser.send('PATCH', `${TEAM}/${key.id}`, { mcp_bound: bound });
        expect([reply.status, keyReply.parse(reply.body).api_key.mcp_bound]).toEqual([200, bound]);
      }
    });

    it('PATCH 400: no bound, 404: a revoked key', async () => {
      const { api_key: key } = await made('member');
      const browser = await as('admin');
      for (const body of [
        {},
        { mcp_bound: '' },
        { mcp_bound: 'mode=search' },
        { mcp_bound: 'readonly=maybe' },
      ]) {
        const reply = await browser.send('PATCH', `${TEAM}/${key.id}`, body);
        expect(said(reply)).toEqual([400, 'invalid_request']);
        expect(reply.body.details).toEqual([expect.objectContaining({ field: 'mcp_bound' })]);
      }
      await browser.send('DELETE', `${TEAM}/${key.id}`);
      const late = await browser.send('PATCH', `${TEAM}/${key.id}`, { mcp_bound: 'readonly=1' });
      expect(said(late)).toEqual([404, 'not_found']);
    });

    it.each(['manager', 'builder', 'member', 'viewer'] as const)('403: not for a %s', async (role) => {
      const { api_key: key, secret } = await made('owner');
      const browser = await as(role);
      expect(said(await browser.send('GET', TEAM))).toEqual([403, 'forbidden']);
      expect(said(await browser.send('DELETE', `${TEAM}/${key.id}`))).toEqual([403, 'forbidden']);
      const bound = await browser.send('PATCH', `${TEAM}/${key.id}`, { mcp_bound: null });
      expect(said(bound)).toEqual([403, 'forbidden']);
      expect(await statusOf(secret)).toBe(200);
    });
  });

  describe('POST /api/admin/api-keys/revoke-all', () => {
    const all = `${TEAM}/revoke-all`;

    it('200: ends the keys of one member, and of nobody else', async () => {
      const theirs = await Promise.all([made('builder'), made('builder')]);
      const other = await made('member');
      const { builder } = app.world.acme.userIds;
      const { body } = await (await as('admin')).send('POST', all, { user_id: builder });
      expect(body.revoked).toBeGreaterThanOrEqual(2);
      for (const { secret } of theirs) expect(await statusOf(secret)).toBe(401);
      expect(await statusOf(other.secret)).toBe(200);
      expect((await (await as('admin')).send('POST', all, { user_id: builder })).body).toEqual({
        revoked: 0,
      });
    });

    it('200: ends every key of the team, and none of another', async () => {
      const { globex } = app.world;
      const browser = await browserOf(app, globex.ownerId);
      const { secret } = madeKeyReply.parse((await browser.send('POST', OWN, { name: 'leaked' })).body);
      const elsewhere = await made('member');
      expect((await browser.send('POST', all, {})).body.revoked).toBeGreaterThanOrEqual(1);
      expect(await statusOf(secret)).toBe(401);
      expect(await statusOf(elsewhere.secret)).toBe(200);
    });

    it.each([{ user_id: 'x' }, { user_id: 5 }, { more: 1 }])('400: %j', async (body) => {
      expect(said(await (await as('owner')).send('POST', all, body))).toEqual([400, 'invalid_request']);
    });
  });

  describe('PUT /api/admin/key-policy', () => {
    const policy = '/admin/key-policy';
    const set = async (days: number | null) =>
      (await (await as('admin')).send('PUT', policy, { max_days: days })).body;
    afterEach(() => set(null));

    it('200: new keys live that long at most, by default too; those that exist keep their end', async () => {
      const before = await made('member', { name: 'before', expires_at: null });
      expect(await set(30)).toEqual({ key_policy: { max_days: 30 } });
      const browser = await as('member');
      expect((await browser.send('GET', '/settings/key-policy')).body).toEqual({
        key_policy: { max_days: 30 },
      });
      const { api_key: key } = await made('member', { name: 'by default' });
      expect(Date.parse(key.expires_at ?? '') - Date.parse(key.created_at)).toBe(30 * DAY_MS);
      for (const end of [null, new Date(Date.now() + 31 * DAY_MS).toISOString()]) {
        const reply = await browser.send('POST', OWN, { name: 'too long', expires_at: end });
        expect(said(reply)).toEqual([400, 'invalid_request']);
        expect(reply.body.details).toEqual([
          {
            field: 'expires_at',
            code: 'too_big',
            message: 'must be at most 30 days from now, which is the rule of this team',
          },
        ]);
      }
      expect(await statusOf(before.secret)).toBe(200);
    });

    it('is about one team alone', async () => {
      await set(7);
      const browser = await browserOf(app, app.world.globex.ownerId);
      expect((await browser.send('GET', '/settings/key-policy')).body).toEqual({
        key_policy: { max_days: null },
      });
    });

    it.each([{}, { max_days: 0 }, { max_days: 3651 }, { max_days: 1.5 }, { max_days: '30' }])(
      '400: %j',
      async (body) => {
        expect(said(await (await as('owner')).send('PUT', policy, body))).toEqual([400, 'invalid_request']);
      },
    );
  });

  it('403: what makes or ends a key wants a session that was proven lately, and reading does not', async () => {
    const { api_key: key, secret } = await made('owner');
    const browser = await as('owner');
    await age(browser, app, 16);
    const writes: [string, string, unknown][] = [
      ['POST', OWN, { name: 'x' }],
      ['POST', `${OWN}/${key.id}/rotate`, {}],
      ['DELETE', `${OWN}/${key.id}`, undefined],
      ['DELETE', `${TEAM}/${key.id}`, undefined],
      ['PATCH', `${TEAM}/${key.id}`, { mcp_bound: 'readonly=1' }],
      ['POST', `${TEAM}/revoke-all`, {}],
      ['PUT', '/admin/key-policy', { max_days: 1 }],
    ];
    for (const [method, path, body] of writes) {
      const reply = await browser.send(method, path, body);
      expect(said(reply)).toEqual([403, 'step_up_required']);
      expect(reply.body.details).toEqual([expect.objectContaining({ field: 'session', code: 'password' })]);
    }
    expect((await browser.send('GET', OWN)).status).toBe(200);
    expect((await browser.send('GET', TEAM)).status).toBe(200);
    expect(await statusOf(secret)).toBe(200);
    await age(browser, app, 14);
    expect((await browser.send('DELETE', `${OWN}/${key.id}`)).status).toBe(200);
  });

  it('leaves every write in the audit trail, and no secret in a log', async () => {
    const browser = await as('owner');
    const { api_key: key, secret } = madeKeyReply.parse(
      (await browser.send('POST', OWN, { name: 'noted' })).body,
    );
    await browser.send('POST', `${OWN}/${key.id}/rotate`, {});
    await browser.send('DELETE', `${OWN}/${key.id}`);
    await browser.send('DELETE', `${TEAM}/${key.id}`);
    await app.flushAudit();
    const { rows } = await app.database.query<{ operation_id: string; status: number; targets: object }>(
      `select operation_id, status, targets from audit_entries
         where credential_id = $1 and source = 'dashboard' order by created_at, id`,
      [browser.session.id],
    );
    const targets = { key_id: key.id };
    expect(rows).toEqual([
      { operation_id: 'settings_create_api_key', status: 201, targets: { api_key_id: key.id } },
      { operation_id: 'settings_rotate_api_key', status: 200, targets },
      { operation_id: 'settings_revoke_api_key', status: 200, targets },
      { operation_id: 'admin_revoke_api_key', status: 404, targets },
    ]);
    expect(JSON.stringify(app.logs)).not.toContain(secret);
  });
});
