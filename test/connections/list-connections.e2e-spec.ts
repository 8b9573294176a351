import type { Role } from '@app/auth';
import { connectionsReply } from '../../libs/public-api/src/connections/connections.schemas';
import { expectError, useCallers } from '../agents/support/callers';

/** Level of each role on each connection of the demo; a connection that is not named is not in the list. */
const LEVELS: Readonly<Record<Exclude<Role, 'viewer'>, Record<string, string>>> = {
  owner: {
    'SAP Production': 'use',
    'Finance mailbox': 'use',
    'Bank portal': 'manage',
    'Personal drive': 'none',
    'Old file server': 'use',
  },
  admin: {
    'SAP Production': 'manage',
    'Finance mailbox': 'use',
    'Bank portal': 'none',
    'Personal drive': 'none',
    'Old file server': 'manage',
  },
  manager: {
    'SAP Production': 'use',
    'Finance mailbox': 'manage',
    'Bank portal': 'use',
    'Personal drive': 'none',
    'Old file server': 'use',
  },
  builder: {
    'SAP Production': 'use',
    'Finance mailbox': 'manage',
    'Bank portal': 'view',
    'Old file server': 'use',
  },
  member: {
    'SAP Production': 'use',
    'Finance mailbox': 'use',
    'Personal drive': 'manage',
    'Old file server': 'use',
  },
};
const ROLES_WITH_CONNECTIONS = Object.keys(LEVELS) as (keyof typeof LEVELS)[];

describe('GET /v1/connections', () => {
  const { as, anonymous, stranger } = useCallers();
  const list = async (role: Role, query = {}) => {
    const reply = await as(role).get('/v1/connections', query);
    expect(reply.status).toBe(200);
    return connectionsReply.parse(reply.body);
  };

  describe('200', () => {
    it.each(ROLES_WITH_CONNECTIONS)('shows the %s what it owns, was granted or is shared', async (role) => {
      const { connections, total } = await list(role);
      expect(Object.fromEntries(connections.map(({ name, access }) => [name, access]))).toEqual(LEVELS[role]);
      expect(total).toBe(connections.length);
    });

    it('leaves out what is behind a connection on which the caller has no level', async () => {
      const { connections } = await list('admin');
      const bank = connections.find(({ name }) => name === 'Bank portal');
      expect(bank).toMatchObject({ access: 'none', account_label: null, broken_reason: null, scopes: [] });
      const drive = connections.find(({ name }) => name === 'Personal drive');
      expect(drive).toMatchObject({ account_label: null, scopes: [], status: 'active' });
      expect((await list('member')).connections.find(({ id }) => id === drive?.id)).toMatchObject({
        account_label: 'member@acme.test',
        scopes: ['drive.readonly'],
      });
    });

    it('filters by type and status', async () => {
      const broken = await list('member', { status: 'broken' });
      expect(broken.connections).toMatchObject([
        { name: 'Old file server', broken_reason: 'credentials_expired' },
      ]);
      const mail = await list('member', { type: 'email' });
      expect(mail.connections.map(({ name }) => name)).toEqual(['Finance mailbox']);
      expect(await list('member', { type: 'ema_l' })).toMatchObject({ connections: [], total: 0 });
    });

    it('counts pages over what the caller may see', async () => {
      const page = await list('member', { limit: 1, offset: 3 });
      expect(page).toMatchObject({ total: 4, limit: 1, offset: 3 });
      expect(page.connections).toHaveLength(1);
    });

    it('has a page of 100 unless asked otherwise', async () => {
      expect(await list('member')).toMatchObject({ limit: 100, offset: 0 });
    });

    it("never shows another team's connections", async () => {
      const reply = await stranger.get('/v1/connections');
      expect(connectionsReply.parse(reply.body)).toMatchObject({ connections: [], total: 0 });
    });
  });

  describe('400', () => {
    it.each([
      ['limit', '101'],
      ['status', 'expired'],
      ['type', 'x'.repeat(51)],
      ['search', 'SAP'],
    ])('refuses %s=%s', async (field, value) => {
      const reply = await as('member').get('/v1/connections', { [field]: value });
      expectError(reply, 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get('/v1/connections'), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it('forbids it to a viewer', async () => {
      expectError(await as('viewer').get('/v1/connections'), 403, 'forbidden');
    });
  });
});
