import { DemoSeeder } from '@app/public-api';
import { demoId } from '../../libs/public-api/src/demo';
import { useCallers } from '../agents/support/callers';

describe('DemoSeeder', () => {
  const { as, app } = useCallers();

  it('seeds once and touches nothing afterwards', async () => {
    const agent = `/v1/agents/${demoId('agent', 'Support Triage')}`;
    await as('owner').patch(agent, { description: 'Changed by a person' });
    expect(await app().get(DemoSeeder).seed()).toBe(false);
    expect((await as('owner').get(agent)).body.agent.description).toBe('Changed by a person');
    expect((await as('owner').get('/v1/agents')).body.total).toBe(5);
  });

  it.each(['agents', 'connections', 'files', 'skills', 'plugins', 'team/members', 'roles'])(
    'gives the owner something to see in %s',
    async (list) => {
      const { body } = await as('owner').get(`/v1/${list}`);
      const rows = body[list.split('/').at(-1) ?? list];
      expect(rows.length).toBeGreaterThan(0);
    },
  );

  it('has a binary file and a file that a live revision uses', async () => {
    const pdf = await as('owner').get('/v1/files/content', { path: 'invoices/2026/INV-1002.pdf' });
    expect(pdf.body).toMatchObject({ encoding: 'base64', content_type: 'application/pdf' });
    const { rest, world } = app();
    const reply = await rest('DELETE', '/v1/files', {
      key: world.acme.keys.owner,
      query: { path: 'reference/vendors.csv' },
    });
    expect(reply).toMatchObject({ status: 409, body: { error: 'in_use' } });
  });

  it('has a skill in use and one that can go', async () => {
    const { rest, world } = app();
    const remove = (name: string) =>
      rest('DELETE', `/v1/skills/${demoId('skill', name)}`, { key: world.acme.keys.owner });
    expect(await remove('invoice-extraction')).toMatchObject({ status: 409, body: { error: 'in_use' } });
    expect(await remove('pdf-reading')).toMatchObject({ status: 409, body: { error: 'system_skill' } });
    expect(await remove('vendor-lookup')).toMatchObject({ status: 200 });
  });
});
