import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';

describe('the scripted executor', () => {
  let test: TestApp;
  let key: string;
  const agents = new Map<string, string>();

  beforeAll(async () => {
    test = await createTestApp({ env: { RUN_WORKER: 'on', RUN_STEP_DELAY_MS: '0' } });
    key = test.world.acme.keys.owner;
    const { body } = await test.rest('GET', '/v1/agents', { key });
    for (const { id, name } of body.agents) agents.set(name, id);
  });
  afterAll(() => test.close());

  const start = async (agent: string, input?: string): Promise<string> => {
    const body = { agent_id: agents.get(agent), input };
    const reply = await test.rest('POST', '/v1/runs', { key, body });
    expect(reply.status).toBe(201);
    return reply.body.run.id;
  };
  const ended = (id: string, status: string) =>
    until(async () => {
      const { body } = await test.rest('GET', `/v1/runs/${id}`, { key });
      return body.run.status === status ? body : undefined;
    });
  const texts = async (id: string): Promise<string[]> => {
    const { body } = await test.rest('GET', `/v1/runs/${id}/messages`, { key });
    return body.messages.map(({ type, text }: { type: string; text: string }) => `${type}: ${text}`);
  };

  it('gives back the input of an agent without a script', async () => {
    const { body } = await test.rest('POST', '/v1/agents', {
      key,
      body: { name: 'Parrot', config: { instructions: 'Repeat.' }, promote: true },
    });
    agents.set('Parrot', body.agent.id);
    const id = await start('Parrot', 'Polly wants a cracker');
    expect(await ended(id, 'completed')).toMatchObject({
      run: { result: 'Polly wants a cracker', error: null },
      pending_human_request: null,
    });
    expect(await texts(id)).toEqual(['text: Polly wants a cracker', 'text: Polly wants a cracker']);
  });

  it('fails where the input asks for it', async () => {
    const id = await start('Parrot', 'fail: no feathers');
    expect(await ended(id, 'failed')).toMatchObject({
      run: { error: { code: 'agent_error', message: 'no feathers' }, result: null },
    });
  });

  it('waits for an approval and goes on with the answer', async () => {
    const id = await start('Parrot', 'wait: May I fly?');
    const { pending_human_request: asked } = await ended(id, 'waiting');
    expect(asked).toMatchObject({ type: 'approval', title: 'May I fly?', status: 'pending' });
    const reply = await test.rest('POST', `/v1/human-requests/${asked.id}/respond`, {
      key,
      body: { approved: true, comment: 'Have fun' },
    });
    expect(reply).toMatchObject({ status: 200, body: { run: { status: 'running' } } });
    expect(await ended(id, 'completed')).toMatchObject({ run: { result: 'Approved.' } });
    expect(await texts(id)).toEqual([
      'text: wait: May I fly?',
      'human_request: May I fly?',
      'human_response: Approved.\nHave fun',
      'text: Approved.',
    ]);
  });

  it('does not take an older approval for one that was not given', async () => {
    const say = (id: string, message: string) =>
      test.rest('POST', `/v1/runs/${id}/messages`, { key, body: { message } });
    const answer = async (id: string, approved: boolean) => {
      const { pending_human_request: asked } = await ended(id, 'waiting');
      await test.rest('POST', `/v1/human-requests/${asked.id}/respond`, { key, body: { approved } });
      return asked.id as string;
    };
    const id = await start('Parrot', 'wait: May I fly?');
    await answer(id, true);
    await ended(id, 'completed');
    await say(id, 'wait: May I land?');
    const { pending_human_request: second } = await ended(id, 'waiting');
    await say(id, 'wait: May I land?');
    // It asks again, as nobody has answered.
    const third = await until(async () => {
      const { body } = await test.rest('GET', `/v1/runs/${id}`, { key });
      const asked = body.pending_human_request;
      return asked && asked.id !== second.id ? asked : undefined;
    });
    expect(third).toMatchObject({ title: 'May I land?' });
    await answer(id, false);
    expect(await ended(id, 'completed')).toMatchObject({ run: { result: 'Refused.' } });
  });

  it('answers a message to a completed run', async () => {
    const id = await start('Parrot', 'One');
    await ended(id, 'completed');
    const reply = await test.rest('POST', `/v1/runs/${id}/messages`, { key, body: { message: 'Two' } });
    expect(reply).toMatchObject({ status: 201, body: { run: { status: 'pending', result: null } } });
    expect(await ended(id, 'completed')).toMatchObject({ run: { result: 'Two' } });
  });
});
