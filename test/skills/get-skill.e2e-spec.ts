import { skillReply } from '../../libs/public-api/src/skills/skills.schemas';
import { givenSkill, systemSkillId, useSkills } from './support/skills-world';

const UNKNOWN = '3f0f3f0e-0000-4000-8000-000000000000';

describe('GET /v1/skills/{skill_id}', () => {
  const world = useSkills();
  const get = (id: string) => world.as('viewer').get(`/v1/skills/${id}`);

  describe('200', () => {
    it('gives a skill with its content', async () => {
      const content = '# Überschrift\r\n\n- 😀';
      const id = await givenSkill(world, 'vendor-lookup', { content });
      const reply = await get(id);
      expect(reply.status).toBe(200);
      expect(skillReply.parse(reply.body).skill).toMatchObject({
        id,
        name: 'vendor-lookup',
        description: 'What it is for',
        system: false,
        content,
        size_bytes: Buffer.byteLength(content),
      });
    });

    it('gives a system skill to every team', async () => {
      const id = await systemSkillId(world);
      expect(skillReply.parse((await get(id)).body).skill).toMatchObject({ system: true, team_id: null });
      expect((await world.stranger.get(`/v1/skills/${id}`)).status).toBe(200);
    });

    it('takes an id in upper case', async () => {
      const id = await givenSkill(world, 'vendor-lookup');
      expect((await get(id.toUpperCase())).status).toBe(200);
    });
  });

  describe('400', () => {
    it.each(['x', '%00', `${UNKNOWN}x`, '..%2fteam'])('refuses the id %s', async (id) => {
      expect(await get(id)).toMatchObject({ status: 400, body: { details: [{ field: 'skill_id' }] } });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.get(`/v1/skills/${UNKNOWN}`)).status).toBe(401);
    });
  });

  describe('404', () => {
    it("refuses another team's id with the same body as an unknown one", async () => {
      const id = await givenSkill(world, 'vendor-lookup');
      const theirs = await world.stranger.get(`/v1/skills/${id}`);
      const unknown = await get(UNKNOWN);
      expect([theirs.status, unknown.status]).toEqual([404, 404]);
      expect({ ...theirs.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
    });
  });
});
