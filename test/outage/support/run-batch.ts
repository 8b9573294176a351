import { demoId } from '@app/public-api';
import { restClient } from '../../support/rest-client';
import type { RestClient } from '../../support/rest-client';

/** What a run is started with, and what its transcript must be if nobody says anything to it. */
interface Kind {
  readonly name: string;
  readonly agent: string;
  readonly input?: string;
  /** Types of the messages until the run ends or waits. */
  readonly transcript: readonly string[];
  readonly status: 'completed' | 'failed' | 'waiting';
  /** What follows an answer. */
  readonly afterAnswer?: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    name: 'invoice',
    agent: 'Invoice Processor',
    transcript: ['tool_call', 'tool_result', 'text'],
    status: 'completed',
  },
  {
    name: 'triage',
    agent: 'Support Triage',
    transcript: ['human_request'],
    status: 'waiting',
    afterAnswer: ['human_response', 'text'],
  },
  { name: 'echo', agent: 'Echo', input: 'echo', transcript: ['text', 'text'], status: 'completed' },
  { name: 'fail', agent: 'Echo', input: 'fail: as asked', transcript: ['text', 'status'], status: 'failed' },
  {
    name: 'wait',
    agent: 'Echo',
    input: 'wait: May I?',
    transcript: ['text', 'human_request'],
    status: 'waiting',
    afterAnswer: ['human_response', 'text'],
  },
];
const ASKED_INVOICE = ['tool_call', 'tool_result', 'human_request'];

/** Every so many runs somebody says something. */
const TOLD_EVERY = 4;
const QUEUES = ['Incoming invoices', 'Support inbox'].map((name) => demoId('queue', name)) as [
  string,
  string,
];

interface Started {
  readonly id: string;
  readonly kind: Kind;
  /** What the server has acknowledged, in order. */
  readonly said: string[];
}

/** Runs of all scripts at once, over REST, and what must hold of them whatever happens to those who execute them. */
export class RunBatch {
  readonly runs: Started[] = [];
  readonly refused: unknown[] = [];
  private readonly rest: RestClient;

  constructor(
    url: string,
    private readonly key: string,
    private readonly size: number,
  ) {
    this.rest = restClient(url);
  }

  /** Cases for every run that takes one, in sizes that do and do not need an approval. */
  async prepare(): Promise<void> {
    const count = Math.ceil(this.size / KINDS.length) + 5;
    const cases = (of: (n: number) => object) => Array.from({ length: count }, (_, n) => of(n));
    const invoices = cases((n) => ({
      title: `Batch ${n}`,
      data: { invoice_number: `B-${n}`, vendor: 'Globex', amount: n % 2 ? 500 : 5000 },
      priority: 'high',
    }));
    const requests = cases((n) => ({ title: `Request ${n}` }));
    await this.call('POST', `/v1/queues/${QUEUES[0]}/cases`, { cases: invoices });
    await this.call('POST', `/v1/queues/${QUEUES[1]}/cases`, { cases: requests });
    const config = { instructions: 'Repeat.' };
    await this.call('POST', '/v1/agents', { name: 'Echo', config, promote: true });
  }

  /** Starts all runs, a few at a time, and tells some of them something as soon as they are there. */
  async start(): Promise<void> {
    const agents = new Map<string, string>();
    const { agents: listed } = await this.call('GET', '/v1/agents?limit=100');
    for (const { id, name } of listed) agents.set(name, id);
    const numbers = Array.from({ length: this.size }, (_, n) => n);
    const starter = async (): Promise<void> => {
      for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
        const kind = KINDS[n % KINDS.length]!;
        const body = { agent_id: agents.get(kind.agent), input: kind.input && `${kind.input} ${n}` };
        const { run } = await this.call('POST', '/v1/runs', body);
        const started = { id: run.id as string, kind, said: body.input ? [body.input] : [] };
        this.runs.push(started);
        if (n % TOLD_EVERY === 0) await this.say(started, `note ${n}`);
      }
    };
    await Promise.all(Array.from({ length: 5 }, starter));
  }

  /** Says something to runs that have been told something before. Whatever is refused is not acknowledged. */
  async sayMore(text: string): Promise<void> {
    for (const run of this.told) await this.say(run, `${text} ${run.id}`);
  }

  /** @returns how many runs of the team have one of these statuses */
  async count(...statuses: string[]): Promise<number> {
    const query = statuses.map((status) => `status=${status}`).join('&');
    return (await this.call('GET', `/v1/runs?limit=1&${query}`)).total;
  }

  /** @returns how many runs still have something to do */
  active(): Promise<number> {
    return this.count('pending', 'starting', 'running');
  }

  /** Answers every request that is pending. @returns how many */
  async answerAll(): Promise<number> {
    const pending = await Promise.all(this.runs.map(({ id }) => this.call('GET', `/v1/runs/${id}`)));
    const requests = pending.flatMap(({ pending_human_request: request }) => request ?? []);
    for (const { id, type } of requests) {
      const answers = [{ question_id: 'topic', values: ['Billing'] }];
      const body = type === 'approval' ? { approved: true } : { answers };
      await this.call('POST', `/v1/human-requests/${id}/respond`, body);
    }
    return requests.length;
  }

  /** Every run has ended or waits, and says why; nothing acknowledged is missing; nothing was done twice. */
  async expectSound(phase: 'first' | 'answered'): Promise<void> {
    for (const run of this.runs) {
      const state = await this.call('GET', `/v1/runs/${run.id}`);
      expectReason(state);
      const messages = await this.messagesOf(run.id);
      expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, index) => index + 1));
      const users = messages.filter(({ type, role }) => type === 'text' && role === 'user');
      expect(users.map(({ text }) => text)).toEqual(run.said);
      const calls = messages.flatMap(({ tool_call }) => tool_call?.id ?? []);
      expect(new Set(calls).size).toBe(calls.length);
      if (!this.told.includes(run)) expectScript(run.kind, phase, state.run, messages);
      const { total } = await this.call('GET', `/v1/human-requests?run_id=${run.id}`);
      expect(total).toBe(state.run.status === 'waiting' ? 1 : 0);
    }
    await this.expectSoundCases();
  }

  private async expectSoundCases(): Promise<void> {
    const states = await Promise.all(this.runs.map(({ id }) => this.call('GET', `/v1/runs/${id}`)));
    const taken = states.flatMap(({ run }) => (run.case_id ? [{ run, caseId: run.case_id as string }] : []));
    expect(new Set(taken.map(({ caseId }) => caseId)).size).toBe(taken.length);
    for (const { run, caseId } of taken) {
      const { case: found, events } = await this.call('GET', `/v1/cases/${caseId}`);
      const types = events.map(({ type }: { type: string }) => type);
      const count = (type: string) => types.filter((other: string) => other === type).length;
      expect(count('claimed')).toBe(1);
      expect(found.attempts).toBe(1);
      expect(count('completed') + count('failed')).toBe(run.status === 'waiting' ? 0 : 1);
      expect(found.status).toBe(run.status === 'waiting' ? 'needs_input' : types[0]);
      expect(found.claimed_by_run_id).toBe(run.status === 'waiting' ? run.id : null);
    }
    const kinds = new Set(taken.map(({ run }) => run.agent_name));
    expect([...kinds].sort()).toEqual(['Invoice Processor', 'Support Triage']);
  }

  private get told(): Started[] {
    return this.runs.filter(({ kind, said }) => said.length > (kind.input ? 1 : 0));
  }

  private async messagesOf(id: string): Promise<any[]> {
    return (await this.call('GET', `/v1/runs/${id}/messages?limit=50`)).messages;
  }

  private async say(run: Started, message: string): Promise<void> {
    const reply = await this.rest('POST', `/v1/runs/${run.id}/messages`, {
      key: this.key,
      body: { message },
    });
    if (reply.status === 201) run.said.push(message);
    else this.refused.push(reply.body.error);
  }

  private async call(method: string, path: string, body?: unknown): Promise<any> {
    const reply = await this.rest(method, path, { key: this.key, body });
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  }
}

function expectReason({ run, pending_human_request: request }: any): void {
  if (run.status === 'waiting') expect(request).toMatchObject({ status: 'pending', run_id: run.id });
  else if (run.status === 'failed') expect(run.error).toMatchObject({ code: expect.any(String) });
  else expect(run).toMatchObject({ status: 'completed', result: expect.any(String) });
}

/** A run that nobody told anything has exactly the messages of its script. */
function expectScript(kind: Kind, phase: 'first' | 'answered', run: any, messages: readonly any[]): void {
  const types = messages.map(({ type }) => type as string);
  const asked = kind.name === 'invoice' && types.includes('human_request');
  const [transcript, status, afterAnswer] = asked
    ? [ASKED_INVOICE, 'waiting', ['human_response', 'text']]
    : [kind.transcript, kind.status, kind.afterAnswer];
  const isAnswered = phase === 'answered' && afterAnswer !== undefined;
  expect({ kind: kind.name, types }).toEqual({
    kind: kind.name,
    types: [...transcript, ...(isAnswered ? afterAnswer : [])],
  });
  expect({ kind: kind.name, status: run.status }).toEqual({
    kind: kind.name,
    status: isAnswered ? 'completed' : status,
  });
}
