import { teamReply } from '../../libs/public-api/src/identity/identity.schemas';
import { expectError, useCallers } from '../agents/support/callers';

describe('GET /v1/team', () => {
  const { as, anonymous, stranger, app } = useCallers();

  describe('200', () => {
    it('gives the team of the credential with the role of the caller', async () => {
      const reply = await as('viewer').get('/v1/team');
      expect(reply.status).toBe(200);
      expect(teamReply.parse(reply.body).team).toMatchObject({
        id: app().world.acme.teamId,
        name: 'Acme',
        role: 'viewer',
        member_count: 6,
      });
    });

    it('gives the other team its own', async () => {
      const { team } = teamReply.parse((await stranger.get('/v1/team')).body);
      expect(team).toMatchObject({
        id: app().world.globex.teamId,
        name: 'Globex',
        role: 'owner',
        member_count: 1,
      });
    });
  });

  describe('400', () => {
    it('refuses a team in the query: the credential decides', async () => {
      const reply = await as('owner').get('/v1/team', { team_id: app().world.globex.teamId });
      expectError(reply, 400, 'invalid_request', ['team_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get('/v1/team'), 401, 'invalid_token');
    });
  });
});
