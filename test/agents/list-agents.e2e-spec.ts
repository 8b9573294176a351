import { agentsReply } from '../../libs/public-api/src/agents/agents.schemas';
import { givenAgent, newName } from './support/agents';
import { expectError, useCallers } from './support/callers';

describe('GET /v1/agents', () => {
  const { as, anonymous, stranger, readOnly, userId } = useCallers();
  const list = async (query: Record<string, string | number | boolean> = {}) => {
    const reply = await as('viewer').get('/v1/agents', query);
    expect(reply.status).toBe(200);
    return agentsReply.parse(reply.body);
  };
  const namesOf = (reply: { agents: { name: string }[] }) => reply.agents.map(({ name }) => name);

  describe('200', () => {
    it('lists the agents of the team, newest first, in pages', async () => {
      const all = await list({ limit: 100 });
      expect(all).toMatchObject({ limit: 100, offset: 0, total: all.agents.length });
      const times = all.agents.map((agent) => agent.created_at);
      expect(times).toEqual([...times].sort().reverse());

      const pages = [await list({ limit: 2 }), await list({ limit: 2, offset: 2 })];
      expect(pages.flatMap(namesOf)).toEqual(namesOf(all).slice(0, 4));
      expect(pages.map(({ total }) => total)).toEqual([all.total, all.total]);
      expect(await list({ offset: 2_147_483_647 })).toMatchObject({ agents: [], total: all.total });
    });

    it('has a page of 20 unless asked otherwise', async () => {
      expect(await list()).toMatchObject({ limit: 20, offset: 0 });
    });

    it('finds part of name or description, whatever the case', async () => {
      expect(namesOf(await list({ search: 'INVOICE PROC' }))).toEqual(['Invoice Processor']);
      expect(namesOf(await list({ search: 'bank portal' }))).toEqual(['Payment Release']);
    });

    it('takes wildcards of a search literally', async () => {
      const name = `100%_${newName()}\\`;
      await as('owner').post('/v1/agents', { name });
      expect(namesOf(await list({ search: '0%_A' }))).toEqual([name]);
      expect(namesOf(await list({ search: '\\' }))).toEqual([name]);
      expect(namesOf(await list({ search: '1__%' }))).toEqual([]);
    });

    it('tells runnable agents from others', async () => {
      expect(namesOf(await list({ runnable: false, search: 'Vendor' }))).toEqual(['Vendor Onboarding']);
      const runnable = await list({ runnable: true, limit: 100 });
      expect(namesOf(runnable)).toContain('Invoice Processor');
      expect(runnable.agents.filter((agent) => !agent.runnable)).toEqual([]);
      expect(runnable.total).toBe(runnable.agents.length);
    });

    it('filters by who created them', async () => {
      const { agents } = await list({ created_by: userId('builder').toUpperCase(), limit: 100 });
      expect(agents.map((agent) => agent.created_by)).toEqual(agents.map(() => userId('builder')));
      expect(agents.length).toBeGreaterThan(0);
      expect((await list({ created_by: userId('viewer') })).agents).toEqual([]);
    });

    it("never shows another team's agents", async () => {
      const { name } = await givenAgent(stranger);
      expect(namesOf(await list({ search: name }))).toEqual([]);
      const theirs = agentsReply.parse((await stranger.get('/v1/agents', { limit: 100 })).body);
      expect(namesOf(theirs)).not.toContain('Invoice Processor');
    });

    it('serves a key that may only read', async () => {
      expect((await readOnly.get('/v1/agents')).status).toBe(200);
    });
  });

  describe('400', () => {
    it.each([
      ['limit', '0'],
      ['limit', '101'],
      ['limit', 'ten'],
      ['limit', ''],
      ['offset', '-1'],
      ['offset', '2147483648'],
      ['runnable', '1'],
      ['created_by', 'me'],
      ['search', 'x'.repeat(201)],
      ['search', '\u0000'],
      ['status', 'live'],
    ])('refuses %s=%s', async (field, value) => {
      expectError(await as('viewer').get('/v1/agents', { [field]: value }), 400, 'invalid_request', [field]);
    });

    it('refuses a repeated key where one value is meant', async () => {
      const reply = await as('viewer').get('/v1/agents', { search: ['a', 'b'] });
      expectError(reply, 400, 'invalid_request', ['search']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get('/v1/agents'), 401, 'invalid_token');
    });
  });
});
