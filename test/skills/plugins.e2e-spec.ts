import { listPluginsReply, pluginReply } from '../../libs/public-api/src/skills/plugins.schemas';
import { useSkills } from './support/skills-world';

const PATH = '/v1/plugins';

describe('GET /v1/plugins', () => {
  const world = useSkills();
  const list = (query: object = {}) => world.as('viewer').get(PATH, query);
  const namesOf = async (query: object = {}) =>
    listPluginsReply.parse((await list(query)).body).plugins.map(({ name }) => name);

  describe('200', () => {
    it('lists the catalogue by name', async () => {
      expect(await namesOf()).toEqual(['finance-handbook', 'issue-tracker', 'web-browser']);
    });

    it('is the same for every team', async () => {
      expect((await world.stranger.get(PATH)).body).toEqual((await list()).body);
    });

    it('filters by type', async () => {
      expect(await namesOf({ type: 'knowledge' })).toEqual(['finance-handbook']);
    });

    it('searches name, title and description', async () => {
      expect(await namesOf({ search: 'BROWSER' })).toEqual(['web-browser']);
      expect(await namesOf({ search: '%' })).toEqual([]);
    });

    it('pages', async () => {
      const { body } = await list({ limit: 1, offset: 1 });
      expect(body).toMatchObject({ plugins: [{ name: 'issue-tracker' }], total: 3, limit: 1, offset: 1 });
    });
  });

  describe('400', () => {
    it.each([
      ['type', { type: 'other' }],
      ['limit', { limit: 101 }],
      ['search', { search: 'a'.repeat(201) }],
      ['name', { name: 'a' }],
    ])('names the field %s', async (field, query) => {
      expect(await list(query)).toMatchObject({ status: 400, body: { details: [{ field }] } });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.get(PATH)).status).toBe(401);
    });
  });
});

describe('GET /v1/plugins/{plugin_name}', () => {
  const world = useSkills();
  const get = (name: string) => world.as('viewer').get(`${PATH}/${name}`);

  describe('200', () => {
    it('gives a plugin with documentation and capabilities', async () => {
      const reply = await get('web-browser');
      expect(reply.status).toBe(200);
      const { plugin } = pluginReply.parse(reply.body);
      expect(plugin).toMatchObject({ name: 'web-browser', type: 'platform' });
      expect(plugin.documentation).not.toBe('');
      expect(plugin.capabilities.length).toBeGreaterThan(0);
    });
  });

  describe('400', () => {
    it.each(['Web', 'a_b', '%00', 'a%2fb', 'a'.repeat(65)])('refuses the name %s', async (name) => {
      expect(await get(name)).toMatchObject({ status: 400, body: { details: [{ field: 'plugin_name' }] } });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.get(`${PATH}/web-browser`)).status).toBe(401);
    });
  });

  describe('404', () => {
    it('knows no such plugin', async () => {
      expect(await get('unknown')).toMatchObject({ status: 404, body: { error: 'not_found' } });
    });
  });
});
