import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('start_run', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('answers 201 with a pending run', async () => {
    const { keys } = test.world.acme;
    const { body: list } = await test.rest('GET', '/v1/agents', { key: keys.owner });
    const agent = list.agents.find(({ name }: { name: string }) => name === 'Support Triage');
    const reply = await test.rest('POST', '/v1/runs', {
      key: keys.member,
      body: { agent_id: agent.id, input: 'Hello' },
    });
    expect(reply.body).toMatchObject({ run: { status: 'pending', source: 'api', input: 'Hello' } });
    expect(reply.status).toBe(201);
    const stop = await test.rest('POST', `/v1/runs/${reply.body.run.id}/stop`, { key: keys.member });
    expect(stop.body).toMatchObject({ success: true, run: { status: 'stopped' }, message: null });
    const messages = await test.rest('GET', `/v1/runs/${reply.body.run.id}/messages`, { key: keys.member });
    expect(messages.body.messages.map((m: any) => m.text)).toEqual(['Hello', 'Stopped.']);
  });
});
