import { ROLES } from '@app/auth';
import { profileReply } from '../../libs/public-api/src/identity/identity.schemas';
import { expectError, useCallers } from '../agents/support/callers';

describe('GET /v1/profile', () => {
  const { as, anonymous, stranger, readOnly, userId, app } = useCallers();

  describe('200', () => {
    it.each(ROLES)('tells the %s who it is', async (role) => {
      const reply = await as(role).get('/v1/profile');
      expect(reply.status).toBe(200);
      const { profile } = profileReply.parse(reply.body);
      expect(profile).toMatchObject({
        id: userId(role),
        email: `${role}@acme.test`,
        role,
        team_id: app().world.acme.teamId,
        credential: { type: 'api_key', name: 'Contract test', client_name: null },
      });
    });

    it('shows enough of the key to recognise it, and no more', async () => {
      const { rest, world } = app();
      const key = world.acme.keys.owner;
      const reply = await rest('GET', '/v1/profile', { key });
      const { credential } = profileReply.parse(reply.body).profile;
      expect(key).toContain(credential.key_prefix);
      expect(credential.key_prefix).toHaveLength(8);
      expect(reply.text).not.toContain(key.slice(-20));
    });

    it('follows a change of role', async () => {
      const { world } = app();
      const key = await world.newKey(world.acme.teamId, userId('member'));
      await world.setRole(world.acme.teamId, userId('member'), 'builder');
      const reply = await app().rest('GET', '/v1/profile', { key });
      expect(profileReply.parse(reply.body).profile.role).toBe('builder');
    });

    it('serves a key that may only read', async () => {
      expect((await readOnly.get('/v1/profile')).status).toBe(200);
    });

    it('shows the people of the other team their own', async () => {
      const { profile } = profileReply.parse((await stranger.get('/v1/profile')).body);
      expect(profile).toMatchObject({ team_id: app().world.globex.teamId, role: 'owner' });
    });
  });

  describe('400', () => {
    it('refuses a query, since it takes none', async () => {
      expectError(await as('owner').get('/v1/profile', { team_id: 'x' }), 400, 'invalid_request', [
        'team_id',
      ]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get('/v1/profile'), 401, 'invalid_token');
    });
  });
});
