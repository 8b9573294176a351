import { createSkillReply } from '../../libs/public-api/src/skills/skills.schemas';
import { useSkills } from './support/skills-world';

const PATH = '/v1/skills';
const SKILL = { name: 'vendor-lookup', description: 'Finds vendors', content: '# How to find a vendor' };

describe('POST /v1/skills', () => {
  const world = useSkills();
  const create = (fields: object = {}, headers = {}) =>
    world.as('builder').post(PATH, { ...SKILL, ...fields }, headers);
  const contentOf = async (id: string) =>
    (await world.as('viewer').get(`${PATH}/${id}`)).body.skill.content as string;

  describe('201', () => {
    it('creates a skill of the team', async () => {
      const reply = await create();
      expect(reply.status).toBe(201);
      const { skill, created } = createSkillReply.parse(reply.body);
      expect(created).toBe(true);
      expect(skill).toMatchObject({
        name: 'vendor-lookup',
        description: 'Finds vendors',
        system: false,
        team_id: world.app.world.acme.teamId,
        size_bytes: 22,
      });
    });

    it('takes the longest content, counted in characters', async () => {
      expect((await create({ content: '漢'.repeat(200_000), description: 'é'.repeat(1024) })).status).toBe(
        201,
      );
    });

    it('lets two teams use one name', async () => {
      await create();
      expect((await world.stranger.post(PATH, SKILL)).status).toBe(201);
    });
  });

  describe('200', () => {
    it('replaces the skill of this name', async () => {
      const first = (await create()).body.skill;
      const reply = await create({ content: 'new', description: 'newer' });
      expect(reply.status).toBe(200);
      const { skill, created } = createSkillReply.parse(reply.body);
      expect(created).toBe(false);
      expect(skill).toMatchObject({
        id: first.id,
        description: 'newer',
        size_bytes: 3,
        created_at: first.created_at,
      });
      expect(await contentOf(skill.id)).toBe('new');
    });
  });

  describe('Idempotency-Key', () => {
    it('gives the first reply again, with its status, and does not replace what came later', async () => {
      const headers = { 'idempotency-key': 'k-1' };
      const first = await create({}, headers);
      await create({ content: 'later' });
      const again = await create({}, headers);
      expect(again.status).toBe(201);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.body).toEqual(first.body);
      expect(await contentOf(first.body.skill.id as string)).toBe('later');
    });

    it('refuses the key with another body', async () => {
      const headers = { 'idempotency-key': 'k-2' };
      await create({}, headers);
      const other = await create({ content: 'other' }, headers);
      expect(other).toMatchObject({ status: 409, body: { error: 'idempotency_conflict' } });
    });
  });

  describe('400', () => {
    it.each([
      ['name', { name: '' }],
      ['name', { name: 'Vendor' }],
      ['name', { name: 'a_b' }],
      ['name', { name: 'a--b' }],
      ['name', { name: '-a' }],
      ['name', { name: 'a-' }],
      ['name', { name: 'a/b' }],
      ['name', { name: 'a\n' }],
      ['name', { name: 'a'.repeat(65) }],
      ['name', { name: null }],
      ['description', { description: '' }],
      ['description', { description: 'x'.repeat(1025) }],
      ['description', { description: 'a\u0000b' }],
      ['content', { content: '' }],
      ['content', { content: 'x'.repeat(200_001) }],
      ['content', { content: 'a\u0000b' }],
      ['content', { content: 'a\ud800b' }],
      ['content', { content: undefined }],
      ['system', { system: true }],
    ])('names the field %s', async (field, fields) => {
      const reply = await create(fields);
      expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
      expect(reply.body.details[0].field).toBe(field);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.post(PATH, SKILL)).status).toBe(401);
    });
  });

  describe('403', () => {
    it.each(['member', 'viewer'] as const)('asks for skills:manage, which a %s lacks', async (role) => {
      expect(await world.as(role).post(PATH, SKILL)).toMatchObject({
        status: 403,
        body: { error: 'forbidden' },
      });
    });

    it('asks for the scope mcp:write', async () => {
      const reply = await world.readOnly.post(PATH, SKILL);
      expect(reply).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    });
  });

  describe('409', () => {
    it('leaves the names of system skills alone', async () => {
      const reply = await create({ name: 'pdf-reading' });
      expect(reply).toMatchObject({ status: 409, body: { error: 'system_skill' } });
      expect(reply.body.message).toContain('pdf-reading');
    });
  });

  describe('at the same time', () => {
    it('creates one skill, whoever comes first', async () => {
      const replies = await Promise.all(
        Array.from({ length: 8 }, (_, index) => create({ content: `${index}` })),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
      expect(new Set(replies.map(({ body }) => body.skill.id)).size).toBe(1);
    });

    it('survives a delete in between', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id } = (await create()).body.skill;
        const [removed, created] = await Promise.all([world.as('builder').delete(`${PATH}/${id}`), create()]);
        expect(removed.status).toBe(200);
        expect([200, 201]).toContain(created.status);
      }
    });
  });
});
