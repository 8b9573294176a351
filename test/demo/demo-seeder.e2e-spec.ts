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

  it.each([
    'agents',
    'connections',
    'files',
    'skills',
    'plugins',
    'team/members',
    'roles',
    'queues',
    'runs',
    'human-requests',
    'sandboxes',
  ])('gives the owner something to see in %s', async (list) => {
    const { body } = await as('owner').get(`/v1/${list}`);
    const rows = body[(list.split('/').at(-1) ?? list).replace('-', '_')];
    expect(rows.length).toBeGreaterThan(0);
  });

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

  it('has a run in each state in which one stays, with a person to ask in two of them', async () => {
    const { body } = await as('owner').get('/v1/runs', { sort_by: 'created_at', sort_order: 'asc' });
    const states = body.runs.map(({ status }: { status: string }) => status);
    expect(states).toEqual(['completed', 'failed', 'stopped', 'interrupted', 'waiting', 'waiting']);
    const asked = await as('owner').get('/v1/human-requests');
    const types = asked.body.human_requests.map(({ type }: { type: string }) => type);
    expect(types.sort()).toEqual(['approval', 'question']);
  });

  it('counts its cases, and shows the request of the one that needs input', async () => {
    const queue = `/v1/queues/${demoId('queue', 'Incoming invoices')}`;
    const { body } = await as('owner').get(queue);
    expect(body.queue.case_counts).toEqual({
      pending: 8,
      in_progress: 0,
      needs_input: 1,
      postponed: 1,
      completed: 1,
      failed: 1,
      total: 12,
    });
    expect(body.queue.consumers).toMatchObject([{ name: 'Invoice Processor', auto_start: false }]);
    const cases = await as('owner').get(`${queue}/cases`, { status: 'needs_input' });
    expect(cases.body.cases).toMatchObject([
      {
        title: 'INV-1003 Globex',
        claimed_by_run_id: demoId('run', 'approval'),
        pending_human_request_id: demoId('human_request', 'approval'),
      },
    ]);
  });

  it('has a sandbox with two files and one that has expired', async () => {
    const { body } = await as('owner').get('/v1/sandboxes');
    const states = body.sandboxes.map(({ name, status }: { name: string; status: string }) => [name, status]);
    expect(Object.fromEntries(states)).toEqual({ 'Invoice scratch': 'active', 'Old experiment': 'expired' });
  });
});
