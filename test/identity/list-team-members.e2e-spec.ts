import { ROLES } from '@app/auth';
import { membersReply } from '../../libs/public-api/src/identity/identity.schemas';
import { expectError, useCallers } from '../agents/support/callers';

describe('GET /v1/team/members', () => {
  const { as, anonymous, stranger, userId } = useCallers();
  const list = async (query = {}) => {
    const reply = await as('viewer').get('/v1/team/members', query);
    expect(reply.status).toBe(200);
    return membersReply.parse(reply.body);
  };
  const rolesOf = (reply: { members: { role: string }[] }) => reply.members.map(({ role }) => role);

  describe('200', () => {
    it('lists everybody by name', async () => {
      const { members, total, limit, offset } = await list();
      expect({ total, limit, offset }).toEqual({ total: 6, limit: 50, offset: 0 });
      const names = members.map(({ name }) => name);
      expect(names).toEqual([...names].sort());
      expect(new Set(members.map(({ role }) => role))).toEqual(new Set(ROLES));
      expect(members.find(({ role }) => role === 'builder')).toMatchObject({
        id: userId('builder'),
        email: 'builder@acme.test',
      });
    });

    it('finds part of name or email, whatever the case', async () => {
      expect(rolesOf(await list({ search: 'OLIVIA' }))).toEqual(['owner']);
      expect(rolesOf(await list({ search: 'viewer@ACME' }))).toEqual(['viewer']);
    });

    it.each(['%', '_', '\\'])('takes %s in a search literally', async (search) => {
      expect(await list({ search })).toMatchObject({ members: [], total: 0 });
    });

    it('filters by role', async () => {
      expect(rolesOf(await list({ role: 'admin' }))).toEqual(['admin']);
      expect(await list({ role: 'admin', search: 'owner' })).toMatchObject({ members: [], total: 0 });
    });

    it('gives pages', async () => {
      const pages = [await list({ limit: 4 }), await list({ limit: 4, offset: 4 })];
      expect(pages.map(({ members }) => members.length)).toEqual([4, 2]);
      expect(pages.map(({ total }) => total)).toEqual([6, 6]);
      expect(await list({ offset: 2_147_483_647 })).toMatchObject({ members: [], total: 6 });
    });

    it("never shows another team's people", async () => {
      const { members } = membersReply.parse((await stranger.get('/v1/team/members')).body);
      expect(members.map(({ email }) => email)).toEqual(['owner@globex.test']);
    });
  });

  describe('400', () => {
    it.each([
      ['limit', '101'],
      ['limit', '0'],
      ['offset', '1e9'],
      ['role', 'root'],
      ['search', 'x'.repeat(201)],
      ['search', '\u0000'],
      ['team_id', 'x'],
    ])('refuses %s=%s', async (field, value) => {
      const reply = await as('viewer').get('/v1/team/members', { [field]: value });
      expectError(reply, 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get('/v1/team/members'), 401, 'invalid_token');
    });
  });
});
