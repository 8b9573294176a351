import type { Role } from '@app/auth';
import { ConnectionCredentials } from '@app/public-api';
import {
  settingsConnectionReply,
  settingsConnectionsReply,
} from '../../libs/public-api/src/connections/connection-settings.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { addPerson } from './people';
import { browserAs, browserOf, said, UNKNOWN_ID } from './support';
import type { Browser } from './support';

const CONNECTIONS = '/settings/connections';
const SECRET = 'hunter2-very-secret';
const DRAFT = { name: 'Ledger', type: 'erp', provider: 'sap', credentials: { token: SECRET } };
const idOf = (name: string): string => demoId('connection', name);

const manyFields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, 'x']));

describe.each(DATABASES)('connections in the dashboard, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
  }, 180_000);
  afterAll(() => app.close());

  const as = (role: Role) => browserAs(app, role);
  const userId = (role: Role): string => app.world.acme.userIds[role];
  const teamId = (): string => app.world.acme.teamId;
  const person = async (role: Role): Promise<Browser & { userId: string; key: string }> => {
    const made = await addPerson(app, app.world.acme.teamId, role);
    return { ...(await browserOf(app, made.userId)), userId: made.userId, key: made.key };
  };
  const make = async (browser: Browser, draft: object = {}) =>
    settingsConnectionReply.parse((await browser.send('POST', CONNECTIONS, { ...DRAFT, ...draft })).body)
      .connection;
  const change = (browser: Browser, id: string, body: object) =>
    browser.send('PATCH', `${CONNECTIONS}/${id}`, body);
  const grant = (browser: Browser, id: string, grants: object[]) =>
    browser.send('PUT', `${CONNECTIONS}/${id}/grants`, { grants });
  const toUser = (id: string, level: string) => ({ subject: 'user', subject_id: id, level });
  const accessBy = async (key: string, id: string): Promise<string | undefined> =>
    (await app.rest('GET', `/v1/connections/${id}`, { key })).body.connection?.access;
  const credentials = (id: string) => app.get(ConnectionCredentials).read(app.world.acme.teamId, id);

  describe('GET /api/settings/connections', () => {
    const named = async (role: Role) => {
      const { body } = await (await as(role)).send('GET', `${CONNECTIONS}?limit=100`);
      const { connections } = settingsConnectionsReply.parse(body);
      return new Map(connections.map((connection) => [connection.name, connection]));
    };

    it.each([
      ['member', 'Personal drive', 'manage', ['edit', 'unshare', 'delete']],
      ['manager', 'Finance mailbox', 'manage', ['edit', 'unshare']],
      ['manager', 'SAP Production', 'use', ['unshare']],
      ['manager', 'Personal drive', 'none', []],
      ['builder', 'SAP Production', 'use', []],
      ['owner', 'Personal drive', 'none', ['delete']],
      ['owner', 'SAP Production', 'use', ['unshare', 'delete']],
    ] as const)('200: to the %s, %s: access %s, rights %j', async (role, name, access, rights) => {
      expect((await named(role)).get(name)).toMatchObject({ access, rights });
    });

    it('200: pages, filters, and what one has no part in is not there', async () => {
      expect((await named('member')).has('Bank portal')).toBe(false);
      const page = await (await as('owner')).send('GET', `${CONNECTIONS}?limit=1&status=broken`);
      const { connections, limit } = settingsConnectionsReply.parse(page.body);
      expect([connections.map(({ status }) => status), limit]).toEqual([['broken'], 1]);
    });

    it('403: viewers have no connections', async () => {
      expect(said(await (await as('viewer')).send('GET', CONNECTIONS))).toEqual([403, 'forbidden']);
    });
  });

  describe('POST /api/settings/connections', () => {
    it('201: the maker owns and manages it; hosts see it at once; the secret is encrypted and in no reply', async () => {
      const maker = await person('member');
      const reply = await maker.send('POST', CONNECTIONS, {
        ...DRAFT,
        account_label: 'AP robot',
        scopes: ['invoices.read'],
      });
      expect(reply.status).toBe(201);
      const { connection } = settingsConnectionReply.parse(reply.body);
      expect(connection).toMatchObject({
        name: 'Ledger',
        account_label: 'AP robot',
        scopes: ['invoices.read'],
        status: 'active',
        shared: false,
        owner_id: maker.userId,
        access: 'manage',
        rights: ['edit', 'unshare', 'delete'],
      });
      expect(await accessBy(maker.key, connection.id)).toBe('manage');
      expect(await accessBy(app.world.acme.keys.member, connection.id)).toBeUndefined();
      expect(await credentials(connection.id)).toEqual({ token: SECRET });
      const { rows } = await app.database.query<{ row: string }>(
        'select row_to_json(c)::text as row from connection_credentials c where connection_id = $1',
        [connection.id],
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.row).not.toContain(SECRET);
      const replies = [reply, await maker.send('GET', `${CONNECTIONS}/${connection.id}/grants`)];
      expect(JSON.stringify([replies, app.logs])).not.toContain(SECRET);
    });

    it.each([
      ['no name', { name: undefined }, 'name'],
      ['an empty name', { name: '' }, 'name'],
      ['no credentials', { credentials: undefined }, 'credentials'],
      ['credentials without a field', { credentials: {} }, 'credentials'],
      ['a credential that is no text', { credentials: { token: 1 } }, 'credentials.token'],
      ['a field that is not called like one', { credentials: { 'a b': 'x' } }, 'credentials.a b'],
      ['__proto__', JSON.parse('{"credentials":{"__proto__":"x"}}'), 'credentials'],
      ['NUL', { credentials: { token: 'a\u0000' } }, 'credentials.token'],
      ['too many fields', { credentials: manyFields(21) }, 'credentials'],
      ['a scope twice', { scopes: ['a', 'a'] }, 'scopes.1'],
      ['an owner', { owner_id: UNKNOWN_ID }, 'owner_id'],
    ])('400: %s', async (_, body, field) => {
      const reply = await (await as('member')).send('POST', CONNECTIONS, { ...DRAFT, ...body });
      expect(said(reply)).toEqual([400, 'invalid_request']);
      expect(reply.body.details.map((detail: { field: string }) => detail.field)).toContain(field);
      expect(reply.text).not.toContain(SECRET);
    });

    it('403: viewers make none; nor does who has become one a moment ago', async () => {
      const late = await person('member');
      expect(said(await (await as('viewer')).send('POST', CONNECTIONS, DRAFT))).toEqual([403, 'forbidden']);
      await app.database.query(`update members set role = 'viewer' where user_id = $1`, [late.userId]);
      expect(said(await late.send('POST', CONNECTIONS, DRAFT))).toEqual([403, 'forbidden']);
    });
  });

  describe('PATCH /api/settings/connections/{connection_id}', () => {
    it('200: renames, shares, and takes the sharing back', async () => {
      const owner = await person('member');
      const { id } = await make(owner);
      const shared = await change(owner, id, { name: 'General ledger', account_label: 'x', shared: true });
      expect(settingsConnectionReply.parse(shared.body).connection).toMatchObject({
        name: 'General ledger',
        account_label: 'x',
        shared: true,
      });
      expect(await accessBy(app.world.acme.keys.member, id)).toBe('use');
      await change(owner, id, { shared: false, account_label: null });
      expect(await accessBy(app.world.acme.keys.member, id)).toBeUndefined();
      expect(await credentials(id)).toEqual({ token: SECRET });
    });

    it('200: other credentials take the place of the old ones and mend what is broken', async () => {
      const owner = await person('builder');
      const { id } = await make(owner);
      await app.database.query(
        `update connections set status = 'broken', broken_reason = 'credentials_expired' where id = $1`,
        [id],
      );
      const reply = await change(owner, id, { credentials: { username: 'u', password: 'p' } });
      expect(settingsConnectionReply.parse(reply.body).connection).toMatchObject({
        status: 'active',
        broken_reason: null,
        owner_id: owner.userId,
      });
      expect(await credentials(id)).toEqual({ username: 'u', password: 'p' });
    });

    it('200: whoever signs in for an owner who has left owns it from then on', async () => {
      const [owner, heir] = [await person('member'), await person('manager')];
      const { id } = await make(owner);
      await grant(owner, id, [toUser(heir.userId, 'manage')]);
      const gone = await (await as('owner')).send('DELETE', `/settings/members/${owner.userId}`);
      expect(gone.status).toBe(200);
      const read = (await app.rest('GET', `/v1/connections/${id}`, { key: heir.key })).body.connection;
      expect(read).toMatchObject({ status: 'broken', broken_reason: 'owner_left' });
      await change(heir, id, { name: 'Renamed' });
      expect(
        (await app.rest('GET', `/v1/connections/${id}`, { key: heir.key })).body.connection,
      ).toMatchObject({
        status: 'broken',
        owner_id: owner.userId,
      });
      const reply = await change(heir, id, { credentials: { token: 'mine' } });
      expect(settingsConnectionReply.parse(reply.body).connection).toMatchObject({
        status: 'active',
        owner_id: heir.userId,
        rights: ['edit', 'unshare', 'delete'],
      });
    });

    it('200: a manager of the team takes the sharing away, and changes nothing else', async () => {
      const owner = await person('member');
      const { id } = await make(owner, { shared: true });
      const manager = await as('manager');
      for (const body of [
        { name: 'x' },
        { shared: true },
        { shared: false, name: 'x' },
        { credentials: { a: 'b' } },
      ])
        expect(said(await change(manager, id, body))).toEqual([403, 'connection_forbidden']);
      const reply = await change(manager, id, { shared: false });
      expect(settingsConnectionReply.parse(reply.body).connection).toMatchObject({
        shared: false,
        access: 'none',
        rights: [],
        account_label: null,
      });
      expect(said(await change(manager, id, { shared: false }))).toEqual([403, 'connection_forbidden']);
    });

    it.each([
      ['view', 403],
      ['use', 403],
      ['manage', 200],
    ])('a member with the level %s: %i', async (level, status) => {
      const [owner, other] = [await person('member'), await person('member')];
      const { id } = await make(owner);
      await grant(owner, id, [toUser(other.userId, level)]);
      expect((await change(other, id, { name: 'Other' })).status).toBe(status);
      expect((await other.send('GET', `${CONNECTIONS}/${id}/grants`)).status).toBe(status);
      expect((await grant(other, id, [toUser(other.userId, level)])).status).toBe(status);
      expect((await other.send('DELETE', `${CONNECTIONS}/${id}`)).status).toBe(403);
    });

    it.each([{}, { type: 'x' }, { owner_id: UNKNOWN_ID }, { shared: 'no' }])('400: %j', async (body) => {
      const owner = await as('member');
      expect(said(await change(owner, idOf('Personal drive'), body))).toEqual([400, 'invalid_request']);
    });
  });

  describe('PUT /api/settings/connections/{connection_id}/grants', () => {
    it('200: the list takes the place of what was, and holds from the next call on', async () => {
      const owner = await person('member');
      const { id } = await make(owner);
      const given = [
        { subject: 'role', subject_id: 'builder', level: 'use' },
        { subject: 'team', subject_id: teamId(), level: 'view' },
        toUser(userId('member'), 'manage'),
      ];
      const reply = await grant(owner, id, given.toReversed());
      expect([reply.status, reply.body]).toEqual([200, { grants: given }]);
      expect((await owner.send('GET', `${CONNECTIONS}/${id}/grants`)).body).toEqual({ grants: given });
      const { keys } = app.world.acme;
      expect(await accessBy(keys.builder, id)).toBe('use');
      expect(await accessBy(keys.manager, id)).toBe('view');
      expect(await accessBy(keys.member, id)).toBe('manage');
      await grant(owner, id, []);
      expect(await accessBy(keys.member, id)).toBeUndefined();
    });

    it('422: who is not in the team, and another team; nothing changes', async () => {
      const owner = await person('member');
      const { id } = await make(owner);
      const kept = [toUser(userId('builder'), 'use')];
      await grant(owner, id, kept);
      const reply = await grant(owner, id, [
        toUser(userId('member'), 'use'),
        toUser(app.world.globex.ownerId, 'use'),
        { subject: 'team', subject_id: app.world.globex.teamId, level: 'use' },
      ]);
      expect(said(reply)).toEqual([422, 'unknown_reference']);
      expect(reply.body.details.map((detail: { field: string }) => detail.field)).toEqual([
        'grants.1.subject_id',
        'grants.2.subject_id',
      ]);
      expect((await owner.send('GET', `${CONNECTIONS}/${id}/grants`)).body).toEqual({ grants: kept });
    });

    it.each([
      ['a role that is none', [{ subject: 'role', subject_id: 'boss', level: 'use' }]],
      ['a subject that is none', [{ subject: 'key', subject_id: UNKNOWN_ID, level: 'use' }]],
      ['a level that is none', [toUser(UNKNOWN_ID, 'own')]],
      [
        'the same twice, in other letters',
        ['aaaaaaaa', 'AAAAAAAA'].map((part) => toUser(`${part}${UNKNOWN_ID.slice(8)}`, 'use')),
      ],
      ['no list', { grants: 'x' }],
    ])('400: %s', async (_, grants) => {
      const reply = await grant(await as('member'), idOf('Personal drive'), grants as object[]);
      expect(said(reply)).toEqual([400, 'invalid_request']);
    });
  });

  describe('DELETE /api/settings/connections/{connection_id}', () => {
    it('200: by its owner, an admin and an owner of the team; secret and grants go with it', async () => {
      const owner = await person('member');
      for (const by of [owner, await as('admin'), await as('owner')]) {
        const { id } = await make(owner);
        await grant(owner, id, [toUser(userId('builder'), 'use')]);
        expect((await by.send('DELETE', `${CONNECTIONS}/${id}`)).body).toEqual({ success: true });
        expect(said(await by.send('DELETE', `${CONNECTIONS}/${id}`))).toEqual([404, 'not_found']);
        expect(await credentials(id)).toBeUndefined();
      }
    });

    it.each(['manager', 'builder', 'member'] as const)('403: by a %s who does not own it', async (role) => {
      const { id } = await make(await person('member'), { shared: true });
      const reply = await (await as(role)).send('DELETE', `${CONNECTIONS}/${id}`);
      expect(said(reply)).toEqual([403, 'connection_forbidden']);
    });
  });

  it('404: of another team as if it did not exist, to whatever is asked', async () => {
    const stranger = await browserOf(app, app.world.globex.ownerId);
    const [foreign, unknown] = [idOf('Personal drive'), UNKNOWN_ID];
    const asked: [string, string, object?][] = [
      ['PATCH', '', { name: 'x' }],
      ['PATCH', '', { shared: false }],
      ['DELETE', ''],
      ['GET', '/grants'],
      ['PUT', '/grants', { grants: [] }],
    ];
    for (const [method, rest, body] of asked) {
      const replies = await Promise.all(
        [foreign, unknown].map((id) => stranger.send(method, `${CONNECTIONS}/${id}${rest}`, body)),
      );
      expect(replies.map(said)).toEqual([
        [404, 'not_found'],
        [404, 'not_found'],
      ]);
    }
  });

  it('the log of calls names the connection, and has nothing of the secret', async () => {
    const owner = await person('member');
    const { id } = await make(owner);
    await change(owner, id, { credentials: { token: SECRET } });
    await grant(owner, id, []);
    await owner.send('DELETE', `${CONNECTIONS}/${id}`);
    const admin = await as('owner');
    const wanted = ['delete_connection', 'replace_connection_grants', 'update_connection'];
    const log = await until(async () => {
      const reply = await admin.send('GET', `/admin/audit-log?user_id=${owner.userId}&limit=50`);
      const entries = reply.body.entries as { operation_id: string; targets: Record<string, string> }[];
      const about = entries.filter(({ targets }) => targets['connection_id'] === id);
      const names = new Set(about.map(({ operation_id: operation }) => operation.replace('settings_', '')));
      return wanted.every((name) => names.has(name)) ? reply : undefined;
    });
    expect(log.text).not.toContain(SECRET);
  });
});
