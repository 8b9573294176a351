import type {
  AgentConfig,
  Ask,
  CaseView,
  Credentials,
  HumanRequestRow,
  MessageRow,
  RunRow,
} from '@app/public-api';
import { requireAnswerable } from './ask-rules';
import { StepFailure } from './step-failure';
import type { CaseChange, LabelName, NewCase, StepEnd, StepPlan, StepWrite } from './step-plan';
import type { MessagePage, StepReads } from './step-reads';
import { storable } from './storable';

export interface StepFrame {
  readonly run: RunRow;
  readonly agentName: string;
  readonly config: AgentConfig;
  /** Fires when the run is stopped or taken away, or the worker ends. */
  readonly signal: AbortSignal;
  readonly reads: StepReads;
}

/** A call of a tool that an agent makes. */
export interface AgentToolCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
  /** Connection through which it goes; the run's user needs `use` on it at this moment. */
  readonly connectionId?: string | undefined;
}

/** What an executor sees of a run in one step, and what it can do. Nothing is written before the step returns. */
export class StepContext {
  private readonly writes: StepWrite[] = [];
  private end: StepEnd = { kind: 'go_on' };
  private memory: Record<string, unknown>;
  private toolCalls = 0;

  constructor(private readonly frame: StepFrame) {
    this.memory = frame.run.memory;
  }

  get agentName(): string {
    return this.frame.agentName;
  }
  get config(): AgentConfig {
    return this.frame.config;
  }
  get input(): string | null {
    return this.frame.run.input;
  }
  get signal(): AbortSignal {
    return this.frame.signal;
  }
  /** The same whenever this step is repeated, and different for every other one. */
  get idempotencyKey(): string {
    return `${this.frame.run.id}:${this.frame.run.step}`;
  }
  /** What the last step remembered. */
  get remembered(): Readonly<Record<string, unknown>> {
    return this.memory;
  }

  /**
   * A transcript can have 10,000 messages, so it is read page by page: the next one is what comes after the sequence
   * of the last message.
   * @returns messages, oldest first
   * @throws RangeError if the limit is none
   */
  messages(page: MessagePage = {}): Promise<MessageRow[]> {
    return this.frame.reads.messages(this.frame.run, page);
  }

  /** @returns what a person said last, in the input or in a message */
  lastUserText(): Promise<string | null> {
    return this.frame.reads.lastUserText(this.frame.run);
  }

  /** @returns the human request that was made last, if it was answered: a message in its place is no answer */
  lastResponse(): Promise<HumanRequestRow | undefined> {
    return this.frame.reads.lastResponse(this.frame.run);
  }

  /** @returns the case that the run works on now */
  currentCase(): Promise<CaseView | undefined> {
    return this.frame.reads.currentCase(this.frame.run);
  }

  /** Whether the run may still claim a case: a run works on one in its life. */
  get mayClaim(): boolean {
    return !this.hadCase && this.config.consumes.length > 0;
  }

  /** Whether the run has taken a case, which may be closed, taken from it or deleted by now. */
  get hadCase(): boolean {
    return this.frame.run.queueId !== null;
  }

  /** @returns content of a team file. @throws StepFailure if it cannot be read */
  readFile(path: string): Promise<Buffer> {
    return this.frame.reads.file(this.frame.run, path);
  }

  /** @returns content of a file in the run's sandbox. @throws StepFailure if it cannot be read */
  readSandboxFile(path: string): Promise<Buffer> {
    return this.frame.reads.sandboxFile(this.frame.run, path);
  }

  writeFile(path: string, bytes: Uint8Array): void {
    this.writes.push({ kind: 'file', path, bytes });
  }

  writeSandboxFile(path: string, bytes: Uint8Array): void {
    this.writes.push({ kind: 'sandbox_file', path, bytes });
  }

  /** Appends a text of the agent to the transcript. */
  say(text: string): void {
    this.writes.push({ kind: 'message', message: { type: 'text', role: 'agent', text } });
  }

  /**
   * Calls a tool and puts call and result into the transcript.
   * @param work does the call; an error of it is the result of the tool, not the end of the run
   * @returns what the tool gave, or its error
   * @throws StepFailure if the run's user may run no agents or not use the connection any more, or it is broken
   */
  async callTool(
    call: AgentToolCall,
    work: (signal: AbortSignal, idempotencyKey: string) => Promise<string>,
  ): Promise<{ result: string | null; error: string | null }> {
    if (call.connectionId) this.requireConfigured(call.connectionId);
    await this.frame.reads.requireToWork(this.frame.run, call.connectionId ? [call.connectionId] : []);
    this.toolCalls += 1;
    const id = `call_${this.frame.run.step}_${this.toolCalls}`;
    const outcome = await work(this.signal, `${this.idempotencyKey}:${this.toolCalls}`).then(
      (result) => ({ result, error: null }),
      (error: unknown) => {
        if (this.signal.aborted || error instanceof StepFailure) throw error;
        return { result: null, error: error instanceof Error ? error.message : 'The tool failed.' };
      },
    );
    const { name, arguments: given } = call;
    this.writes.push(
      {
        kind: 'message',
        message: { type: 'tool_call', role: 'agent', toolCall: { id, name, arguments: given } },
      },
      {
        kind: 'message',
        message: { type: 'tool_result', role: 'agent', toolResult: { tool_call_id: id, ...outcome } },
      },
    );
    return outcome;
  }

  /**
   * What to sign in with, for a call that goes through a connection. Never put it where it can be read: into the
   * transcript, a file or an error.
   * @returns nothing for a connection that has no credentials
   * @throws StepFailure if the run's user may not use the connection any more, or it is broken
   */
  async credentialsOf(connectionId: string): Promise<Credentials | undefined> {
    this.requireConfigured(connectionId);
    return this.frame.reads.credentials(this.frame.run, connectionId);
  }

  /** Takes the next case of the queues that the agent consumes; `currentCase` of the next step has it, if any. */
  claimCase(): void {
    const queueIds = this.config.consumes.map(({ queue_id }) => queue_id);
    this.writes.push({ kind: 'claim_case', queueIds });
  }
  completeCase(result: string | null): void {
    this.writes.push({ kind: 'complete_case', result });
  }
  failCase(error: { code: string; message: string }): void {
    this.writes.push({ kind: 'fail_case', error });
  }
  /** @param until at most 30 days ahead */
  postponeCase(until: Date): void {
    this.writes.push({ kind: 'postpone_case', until });
  }
  /** Gives the case back as it was taken, for another run; this one takes no other. */
  releaseCase(): void {
    this.writes.push({ kind: 'release_case' });
  }
  updateCase(change: CaseChange): void {
    this.writes.push({ kind: 'update_case', change });
  }
  labelCase(labels: readonly LabelName[]): void {
    this.writes.push({ kind: 'label_case', labels });
  }
  /** Adds cases to a queue that the agent produces. @throws StepFailure if its config does not name the queue */
  addCases(queueId: string, cases: readonly NewCase[]): void {
    if (!this.config.produces.includes(queueId))
      throw new StepFailure('agent_error', `The agent is no producer of the queue ${queueId}.`);
    this.writes.push({ kind: 'add_cases', queueId, cases });
  }

  /** Keeps something for the next step; it replaces what was remembered before. */
  remember(memory: Record<string, unknown>): void {
    this.memory = memory;
  }

  /**
   * Ends the step: the run waits for a person. Of several ends of a step the last one counts.
   * @throws StepFailure if the agent must not ask, or nobody could answer
   */
  ask(ask: Ask): void {
    if (!this.config.allow_human_requests)
      throw new StepFailure(
        'agent_error',
        'The agent needs a person, but its config allows no human requests.',
      );
    // As it will be stored: two ids may be one then.
    const stored = storable(ask);
    requireAnswerable(stored);
    this.end = { kind: 'ask', ask: stored };
  }

  /** Ends the run. @param result last text of the agent */
  complete(result: string | null): void {
    this.end = { kind: 'complete', result };
  }

  /** Ends the run in failure. @param message what people are told */
  fail(message: string): void {
    this.end = { kind: 'fail', error: { code: 'agent_error', message } };
  }

  /** What the step came to. */
  plan(): StepPlan {
    return storable({ writes: this.writes, end: this.end, memory: this.memory });
  }

  private requireConfigured(connectionId: string): void {
    if (this.config.connections.includes(connectionId)) return;
    throw new StepFailure('connection_forbidden', `The agent's config has no connection ${connectionId}.`);
  }
}
