import { successReply } from '../../libs/public-api/src/shared';
import { givenSkill, systemSkillId, useSkills } from './support/skills-world';

const UNKNOWN = '3f0f3f0e-0000-4000-8000-000000000000';

describe('DELETE /v1/skills/{skill_id}', () => {
  const world = useSkills();
  const remove = (id: string) => world.as('builder').delete(`/v1/skills/${id}`);
  const createAgent = (skills: string[], promote: boolean, name = 'Agent') =>
    world.as('manager').post('/v1/agents', { name, config: { instructions: 'x', skills }, promote });

  describe('200', () => {
    it('deletes a skill of the team', async () => {
      const id = await givenSkill(world, 'vendor-lookup');
      const reply = await remove(id);
      expect(reply.status).toBe(200);
      expect(successReply.parse(reply.body)).toEqual({ success: true });
      expect((await world.as('viewer').get(`/v1/skills/${id}`)).status).toBe(404);
    });

    it('frees the name', async () => {
      await remove(await givenSkill(world, 'vendor-lookup'));
      await givenSkill(world, 'vendor-lookup');
    });

    it('does not mind drafts', async () => {
      const id = await givenSkill(world, 'vendor-lookup');
      expect((await createAgent([id], false)).status).toBe(201);
      expect((await remove(id)).status).toBe(200);
    });
  });

  describe('400', () => {
    it('refuses a malformed id', async () => {
      expect(await remove('vendor-lookup')).toMatchObject({
        status: 400,
        body: { details: [{ field: 'skill_id' }] },
      });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.delete(`/v1/skills/${UNKNOWN}`)).status).toBe(401);
    });
  });

  describe('403', () => {
    it('asks for skills:manage', async () => {
      const reply = await world.as('member').delete(`/v1/skills/${UNKNOWN}`);
      expect(reply).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    });
  });

  describe('404', () => {
    it('knows no such skill', async () => {
      expect(await remove(UNKNOWN)).toMatchObject({ status: 404, body: { error: 'not_found' } });
    });

    it("refuses another team's id", async () => {
      const id = await givenSkill(world, 'vendor-lookup');
      expect((await world.stranger.delete(`/v1/skills/${id}`)).status).toBe(404);
      expect((await world.as('viewer').get(`/v1/skills/${id}`)).status).toBe(200);
    });
  });

  describe('409', () => {
    it('keeps system skills', async () => {
      const id = await systemSkillId(world);
      expect(await remove(id)).toMatchObject({ status: 409, body: { error: 'system_skill' } });
    });

    it('keeps a skill that a live revision uses', async () => {
      const id = await givenSkill(world, 'vendor-lookup');
      expect((await createAgent([id], true)).status).toBe(201);
      expect(await remove(id)).toMatchObject({ status: 409, body: { error: 'in_use' } });
    });
  });

  describe('at the same time', () => {
    it('leaves no live revision with a skill that is gone', async () => {
      for (let round = 0; round < 5; round += 1) {
        const id = await givenSkill(world, `skill-${round}`);
        const [created, removed] = await Promise.all([createAgent([id], true, `Agent ${round}`), remove(id)]);
        expect(`${created.status} ${removed.status}`).toMatch(/^(201 409|422 200)$/);
      }
    });
  });
});
