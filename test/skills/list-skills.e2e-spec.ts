import { listSkillsReply } from '../../libs/public-api/src/skills/skills.schemas';
import { givenSkill, useSkills } from './support/skills-world';

const PATH = '/v1/skills';
const SYSTEM = ['pdf-reading', 'spreadsheet-basics'];

describe('GET /v1/skills', () => {
  const world = useSkills();
  const list = (query: object = {}) => world.as('viewer').get(PATH, query);
  const namesOf = async (query: object = {}) => {
    const reply = await list(query);
    expect(reply.status).toBe(200);
    return listSkillsReply.parse(reply.body).skills.map(({ name }) => name);
  };

  describe('200', () => {
    it('shows the skills of the team and of the system by name, without content', async () => {
      await givenSkill(world, 'vendor-lookup');
      await givenSkill(world, 'a-1');
      const reply = await list();
      const { skills, total } = listSkillsReply.parse(reply.body);
      expect(skills.map(({ name }) => name)).toEqual(['a-1', ...SYSTEM, 'vendor-lookup']);
      expect(total).toBe(4);
      expect(skills[0]).toMatchObject({ system: false, team_id: world.app.world.acme.teamId, size_bytes: 5 });
      expect(skills[1]).toMatchObject({ system: true, team_id: null });
    });

    it('orders a hyphen before letters and digits', async () => {
      for (const name of ['ab', 'a-b', 'a1', 'a']) await givenSkill(world, name);
      expect(await namesOf({ system: false })).toEqual(['a', 'a-b', 'a1', 'ab']);
    });

    it('tells system skills from those of the team', async () => {
      await givenSkill(world, 'vendor-lookup');
      expect(await namesOf({ system: true })).toEqual(SYSTEM);
      expect(await namesOf({ system: false })).toEqual(['vendor-lookup']);
    });

    it('searches name and description, ignoring case and taking wildcards literally', async () => {
      await givenSkill(world, 'vendor-lookup', { description: 'Finds 100% of SUPPLIERS' });
      expect(await namesOf({ search: 'suppliers' })).toEqual(['vendor-lookup']);
      expect(await namesOf({ search: 'R-LOOK' })).toEqual(['vendor-lookup']);
      expect(await namesOf({ search: '0%' })).toEqual(['vendor-lookup']);
      expect(await namesOf({ search: '_' })).toEqual([]);
    });

    it('pages', async () => {
      for (const name of ['a', 'b', 'c']) await givenSkill(world, name);
      const reply = await list({ system: false, limit: 1, offset: 1 });
      expect(reply.body).toMatchObject({ skills: [{ name: 'b' }], total: 3, limit: 1, offset: 1 });
    });

    it('shows no skill of another team', async () => {
      await givenSkill(world, 'vendor-lookup');
      const reply = await world.stranger.get(PATH);
      expect(listSkillsReply.parse(reply.body).skills.map(({ name }) => name)).toEqual(SYSTEM);
    });
  });

  describe('400', () => {
    it.each([
      ['limit', { limit: 0 }],
      ['limit', { limit: 101 }],
      ['offset', { offset: -1 }],
      ['system', { system: 'maybe' }],
      ['search', { search: 'a\u0000' }],
      ['search', { search: 'a'.repeat(201) }],
      ['name', { name: 'a' }],
    ])('names the field %s', async (field, query) => {
      expect(await list(query)).toMatchObject({
        status: 400,
        body: { error: 'invalid_request', details: [{ field }] },
      });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.get(PATH)).status).toBe(401);
    });
  });
});
