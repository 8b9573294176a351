import { messagesReply } from '../../libs/public-api/src/runs/messages.schemas';
import { describeAccess } from './support/access';
import {
  ANSWERS,
  append,
  ask,
  begin,
  complete,
  fail,
  givenWaiting,
  QUESTION,
  say,
  take,
} from './support/drive';
import { expectError, startRun, transcript, useRuns } from './support/runs-world';

describe('list_run_messages', () => {
  const world = useRuns();
  const page = async (runId: string, query: object = {}) => {
    const reply = await world.as('owner').get(`/v1/runs/${runId}/messages`, query);
    expect(reply).toMatchObject({ status: 200 });
    return messagesReply.parse(reply.body);
  };

  describeAccess(world, (by, runId) => by.get(`/v1/runs/${runId}/messages`), 'read');

  it('shows a tool call and its result', async () => {
    const runId = await startRun(world.as('member'));
    const held = await begin(world, runId);
    const call = { id: 'call_1', name: 'post_invoice', arguments: { number: 'INV-1', lines: [1, null] } };
    await append(world, held, [
      { type: 'tool_call', role: 'agent', toolCall: call },
      {
        type: 'tool_result',
        role: 'agent',
        toolResult: { tool_call_id: 'call_1', result: '{}', error: null },
      },
      {
        type: 'tool_result',
        role: 'agent',
        toolResult: { tool_call_id: 'call_1', result: null, error: 'No.' },
      },
    ]);
    const rest = { id: expect.any(String), text: null, created_at: expect.any(String) };
    expect((await page(runId)).messages).toEqual([
      { ...rest, sequence: 1, type: 'tool_call', role: 'agent', tool_call: call, tool_result: null },
      {
        ...rest,
        sequence: 2,
        type: 'tool_result',
        role: 'agent',
        tool_call: null,
        tool_result: { tool_call_id: 'call_1', result: '{}', error: null },
      },
      {
        ...rest,
        sequence: 3,
        type: 'tool_result',
        role: 'agent',
        tool_call: null,
        tool_result: { tool_call_id: 'call_1', result: null, error: 'No.' },
      },
    ]);
  });

  it('tells the whole story of a run, oldest first', async () => {
    const manager = world.as('manager');
    const { runId, requestId } = await givenWaiting(world, QUESTION, manager, { input: 'Sort this' });
    await manager.post(`/v1/human-requests/${requestId}/respond`, { ...ANSWERS, comment: 'Call first.' });
    const asked = await ask(world, await take(world, runId), { type: 'approval', title: 'Refund 20?' });
    await manager.post(`/v1/runs/${runId}/messages`, { message: 'Rather not' });
    expect(asked.run.status).toBe('waiting');
    await complete(world, await say(world, await take(world, runId), 'As you wish.'));
    await manager.post(`/v1/runs/${runId}/messages`, { message: 'And now?' });
    await fail(world, await begin(world, runId));
    const told = (await page(runId)).messages.map(({ sequence, type, role, text }) => [
      sequence,
      type,
      role,
      text,
    ]);
    expect(told).toEqual([
      [1, 'text', 'user', 'Sort this'],
      [
        2,
        'human_request',
        'agent',
        'Two things are unclear\nThe mail does not say.\n- How urgent is it?\n- What is it about?',
      ],
      [
        3,
        'human_response',
        'user',
        'How urgent is it?: High\nWhat is it about?: Billing, A complaint\nCall first.',
      ],
      [4, 'human_request', 'agent', 'Refund 20?'],
      [5, 'text', 'user', 'Rather not'],
      [6, 'status', 'system', 'The human request was cancelled: superseded by message.'],
      [7, 'text', 'agent', 'As you wish.'],
      [8, 'text', 'user', 'And now?'],
      [9, 'status', 'system', 'Failed (agent_error): It broke.'],
    ]);
  });

  describe('paging', () => {
    it('has 20 messages by default, and at most 50', async () => {
      const runId = await startRun(world.as('member'));
      await say(
        world,
        await begin(world, runId),
        ...Array.from({ length: 55 }, (_, index) => `${index + 1}`),
      );
      expect(await page(runId)).toMatchObject({ total: 55, limit: 20, offset: 0 });
      const last = await page(runId, { limit: 50, offset: 50 });
      expect(last.messages.map(({ text }) => text)).toEqual(['51', '52', '53', '54', '55']);
      expect((await page(runId, { offset: 55 })).messages).toEqual([]);
    });

    it.each([
      ['limit 51', { limit: 51 }, 'limit'],
      ['limit 0', { limit: 0 }, 'limit'],
      ['negative offset', { offset: -1 }, 'offset'],
      ['unknown parameter', { since: '2026-01-01T00:00:00Z' }, 'since'],
    ])('refuses %s', async (_, query, field) => {
      const runId = await startRun(world.as('member'));
      const reply = await world.as('owner').get(`/v1/runs/${runId}/messages`, query);
      expectError(reply, 400, 'invalid_request', [field]);
    });

    it('is exact for a reader that polls while the agent and people write at the same time', async () => {
      const runId = await startRun(world.as('manager'), { input: '0' });
      let held = await begin(world, runId);
      let isWriting = true;
      const agent = (async () => {
        for (let count = 0; count < 20; count += 1) held = await say(world, held, `a${count}`, `b${count}`);
      })();
      const people = Array.from({ length: 20 }, (_, index) =>
        world.as('manager').post(`/v1/runs/${runId}/messages`, { message: `c${index}` }),
      );
      const writing = Promise.all([agent, ...people]).finally(() => (isWriting = false));
      const read: { sequence: number; text: string | null }[] = [];
      for (let isLast = false; ;) {
        const { messages } = await page(runId, { offset: read.length, limit: 7 });
        read.push(...messages);
        if (isLast && messages.length === 0) break;
        isLast = !isWriting;
      }
      await writing;
      expect(read.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 61 }, (_, index) => index + 1),
      );
      expect(new Set(read.map(({ text }) => text)).size).toBe(61);
      expect(await transcript(world, runId)).toEqual(read.slice(0, 50));
    });
  });
});
