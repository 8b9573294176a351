import type { AgentConfig, RunRow } from '@app/public-api';
import { StepContext } from './step-context';
import { StepFailure } from './step-failure';
import type { StepReads } from './step-reads';

const CONFIG: AgentConfig = {
  instructions: 'Work.',
  connections: ['connection-1'],
  skills: [],
  plugins: [],
  files: [],
  consumes: [{ queue_id: 'queue-1', auto_start: false, concurrency: 1 }],
  produces: ['queue-2'],
  allow_human_requests: true,
  max_duration_seconds: 3600,
};
const RUN = {
  id: 'run-1',
  step: 4,
  caseId: null,
  queueId: null,
  memory: { phase: 'before' },
  input: 'Go',
} as unknown as RunRow;

interface Given {
  run?: Partial<RunRow>;
  config?: Partial<AgentConfig>;
  signal?: AbortSignal;
  requireToWork?: StepReads['requireToWork'];
}

function contextOf({ run, config, signal, requireToWork = async () => undefined }: Given = {}): StepContext {
  return new StepContext({
    run: { ...RUN, ...run },
    agentName: 'Agent',
    config: { ...CONFIG, ...config },
    signal: signal ?? new AbortController().signal,
    reads: { requireToWork } as StepReads,
  });
}

describe('the plan of a step', () => {
  it('is to go on, keep the memory and write nothing, unless something is said', () => {
    expect(contextOf().plan()).toEqual({ writes: [], end: { kind: 'go_on' }, memory: { phase: 'before' } });
  });

  it('has all writes in the order in which they were asked for', () => {
    const context = contextOf();
    const until = new Date(0);
    context.claimCase();
    context.say('Hello');
    context.labelCase([{ key: '', value: 'urgent' }]);
    context.addCases('queue-2', [{ title: 'More' }]);
    context.writeFile('a.txt', Buffer.from('a'));
    context.writeSandboxFile('/workspace/b.txt', Buffer.from('b'));
    context.postponeCase(until);
    context.updateCase({ priority: 'low' });
    context.releaseCase();
    context.failCase({ code: 'refused', message: 'No' });
    context.completeCase('Yes');
    context.remember({ phase: 'after' });
    expect(context.plan()).toEqual({
      writes: [
        { kind: 'claim_case', queueIds: ['queue-1'] },
        { kind: 'message', message: { type: 'text', role: 'agent', text: 'Hello' } },
        { kind: 'label_case', labels: [{ key: '', value: 'urgent' }] },
        { kind: 'add_cases', queueId: 'queue-2', cases: [{ title: 'More' }] },
        { kind: 'file', path: 'a.txt', bytes: Buffer.from('a') },
        { kind: 'sandbox_file', path: '/workspace/b.txt', bytes: Buffer.from('b') },
        { kind: 'postpone_case', until },
        { kind: 'update_case', change: { priority: 'low' } },
        { kind: 'release_case' },
        { kind: 'fail_case', error: { code: 'refused', message: 'No' } },
        { kind: 'complete_case', result: 'Yes' },
      ],
      end: { kind: 'go_on' },
      memory: { phase: 'after' },
    });
    expect(context.remembered).toEqual({ phase: 'after' });
  });

  it('ends as was said last', () => {
    const context = contextOf();
    const ask = { type: 'approval', title: 'May I?' } as const;
    context.ask(ask);
    expect(context.plan().end).toEqual({ kind: 'ask', ask });
    context.fail('No');
    expect(context.plan().end).toEqual({ kind: 'fail', error: { code: 'agent_error', message: 'No' } });
    context.complete(null);
    expect(context.plan().end).toEqual({ kind: 'complete', result: null });
  });
});

describe('what an agent may do', () => {
  it('is to add cases only to queues that it produces', () => {
    expect(() => contextOf().addCases('queue-1', [])).toThrow(
      new StepFailure('agent_error', 'The agent is no producer of the queue queue-1.'),
    );
  });

  it('is to ask only if its config says so', () => {
    const context = contextOf({ config: { allow_human_requests: false } });
    expect(() => context.ask({ type: 'approval', title: 'May I?' })).toThrow(StepFailure);
    expect(context.plan().end).toEqual({ kind: 'go_on' });
  });

  it('is to claim one case in the life of a run, from queues that it consumes', () => {
    expect([contextOf().mayClaim, contextOf().hadCase]).toEqual([true, false]);
    const had = contextOf({ run: { queueId: 'queue-1' } });
    expect([had.mayClaim, had.hadCase]).toEqual([false, true]);
    expect(contextOf({ config: { consumes: [] } }).mayClaim).toBe(false);
  });
});

describe('an ask', () => {
  const question = { id: 'a', question: 'A?', options: [], multi_select: false, allow_free_text: true };
  const ask = (questions: (typeof question)[], title = 'Which?') => {
    contextOf().ask({ type: 'question', title, questions });
  };

  it('can be answered', () => {
    ask([question, { ...question, id: 'b' }]);
    expect(() => ask([])).toThrow('asks nothing');
    expect(() => ask([question, question])).toThrow('twice');
    expect(() => ask([{ ...question, allow_free_text: false }])).toThrow('no option and no free text');
    expect(() => ask([question], ' ')).toThrow('has no title');
    expect(() => ask([{ ...question, id: 'x'.repeat(101) }])).toThrow('at most 100 characters');
    // They would be one id in the database.
    expect(() =>
      ask([
        { ...question, id: 'a\0' },
        { ...question, id: 'a\ufffd' },
      ]),
    ).toThrow('twice');
  });
});

describe('a call of a tool', () => {
  const call = { name: 'find', arguments: { number: 7 }, connectionId: 'connection-1' };

  it('is written with its result, under an id of run and step', async () => {
    const asked: unknown[] = [];
    const context = contextOf({
      requireToWork: async (_, ids) => {
        asked.push(ids);
      },
    });
    const keys: string[] = [];
    const work = async (_: AbortSignal, key: string): Promise<string> => {
      keys.push(key);
      return 'found';
    };
    expect(await context.callTool(call, work)).toEqual({ result: 'found', error: null });
    await context.callTool({ name: 'again', arguments: {} }, work);
    expect(asked).toEqual([['connection-1'], []]);
    expect(keys).toEqual(['run-1:4:1', 'run-1:4:2']);
    expect(context.plan().writes).toEqual(
      [
        { type: 'tool_call', toolCall: { id: 'call_4_1', name: 'find', arguments: { number: 7 } } },
        { type: 'tool_result', toolResult: { tool_call_id: 'call_4_1', result: 'found', error: null } },
        { type: 'tool_call', toolCall: { id: 'call_4_2', name: 'again', arguments: {} } },
        { type: 'tool_result', toolResult: { tool_call_id: 'call_4_2', result: 'found', error: null } },
      ].map((message) => ({ kind: 'message', message: { role: 'agent', ...message } })),
    );
  });

  it('is not made without the right to its connection', async () => {
    const failure = new StepFailure('connection_forbidden', 'connection-1 needs level use');
    const unlisted = contextOf({}).callTool({ ...call, connectionId: 'connection-2' }, () =>
      Promise.resolve(''),
    );
    await expect(unlisted).rejects.toMatchObject({ code: 'connection_forbidden' });
    const context = contextOf({ requireToWork: () => Promise.reject(failure) });
    const work = jest.fn();
    await expect(context.callTool(call, work)).rejects.toBe(failure);
    expect(work).not.toHaveBeenCalled();
    expect(context.plan().writes).toEqual([]);
  });

  it.each([
    [new Error('No answer'), 'No answer'],
    ['a string', 'The tool failed.'],
  ])('that throws has the error as its result', async (thrown, error) => {
    const context = contextOf();
    const work = async (): Promise<string> => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what others throw is not ours to choose
      throw thrown;
    };
    expect(await context.callTool({ name: 'find', arguments: {} }, work)).toEqual({ result: null, error });
  });

  it('that ends because the run was taken away ends the step', async () => {
    const stop = new AbortController();
    const context = contextOf({ signal: stop.signal });
    const work = (signal: AbortSignal): Promise<string> => {
      stop.abort();
      return Promise.reject(signal.reason as Error);
    };
    await expect(context.callTool({ name: 'find', arguments: {} }, work)).rejects.toThrow(/aborted/);
    expect(context.plan().writes).toEqual([]);
  });
});
