import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import type { Role } from '@app/auth';
import { Executor, RunDriver } from '@app/run-executor';
import type { StepContext } from '@app/run-executor';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import { until } from '../../support/until';

/** The application with a worker inside. Runs go on by themselves, without a pause between steps. */
export class ExecutorWorld {
  readonly app: TestApp;

  private constructor(app: TestApp) {
    this.app = app;
  }

  static async open(env: Record<string, string> = {}): Promise<ExecutorWorld> {
    return new ExecutorWorld(
      await createTestApp({
        env: { RUN_WORKER: 'on', RUN_STEP_DELAY_MS: '0', ...env },
        alone: 'the executor that a test plays is that of one process',
      }),
    );
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** Calls the API. @throws if the answer is no success */
  async call(method: string, path: string, body?: unknown, role: Role = 'owner'): Promise<any> {
    const { status, text, body: reply } = await this.try(method, path, body, role);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return reply;
  }

  try(method: string, path: string, body?: unknown, role: Role = 'owner') {
    return this.app.rest(method, path, { key: this.app.world.acme.keys[role], body });
  }

  /** @returns id of a new agent. @param config beside its instructions */
  async agent(config: object = {}, name = `Agent ${randomUUID()}`): Promise<string> {
    const body = { name, config: { instructions: 'Work.', ...config }, promote: true };
    return (await this.call('POST', '/v1/agents', body)).agent.id;
  }

  async agentNamed(name: string): Promise<string> {
    const { agents } = await this.call('GET', '/v1/agents?limit=100');
    return agents.find((agent: { name: string }) => agent.name === name).id;
  }

  async queue(): Promise<string> {
    return (await this.call('POST', '/v1/queues', { name: `Queue ${randomUUID()}` })).queue.id;
  }

  /** @returns ids of new cases, one per title */
  async cases(queueId: string, ...titles: string[]): Promise<string[]> {
    const body = { cases: titles.map((title) => ({ title })) };
    const { cases } = await this.call('POST', `/v1/queues/${queueId}/cases`, body);
    return cases.map(({ id }: { id: string }) => id);
  }

  /** @returns id of the run. @param body beside the agent */
  async start(agentId: string, body: object = {}, role: Role = 'owner'): Promise<string> {
    return (await this.call('POST', '/v1/runs', { agent_id: agentId, ...body }, role)).run.id;
  }

  /** Waits until the run has the status. @returns what get_run says then */
  reached(runId: string, status: string, limitMs = 10_000): Promise<any> {
    return until(async () => {
      const found = await this.call('GET', `/v1/runs/${runId}`);
      return found.run.status === status ? found : undefined;
    }, limitMs);
  }

  /** Does a worker's work on the run, where no worker does it by itself, until the run ends or waits. */
  drive(runId: string, stop = new AbortController().signal): Promise<void> {
    return this.app.get(RunDriver).drive(this.app.world.acme.teamId, runId, stop);
  }

  async run(runId: string): Promise<any> {
    return (await this.call('GET', `/v1/runs/${runId}`)).run;
  }

  respond(requestId: string, body: object): Promise<any> {
    return this.call('POST', `/v1/human-requests/${requestId}/respond`, body);
  }

  /** @returns the transcript as `type: text`; calls and results of tools by name and outcome */
  async transcript(runId: string): Promise<string[]> {
    const { messages } = await this.call('GET', `/v1/runs/${runId}/messages?limit=50`);
    return messages.map(({ type, text, tool_call, tool_result }: any) =>
      [type, tool_call?.name ?? tool_result?.error ?? tool_result?.result ?? text].join(': '),
    );
  }

  /** @returns the case with the types of its history, oldest first */
  async case(caseId: string): Promise<any> {
    const { case: found, events } = await this.call('GET', `/v1/cases/${caseId}`);
    return { ...found, history: events.map(({ type }: { type: string }) => type).reverse() };
  }

  async caseTitled(queueId: string, title: string): Promise<any> {
    const { cases } = await this.call('POST', `/v1/queues/${queueId}/cases/search`, { query: title });
    return this.case(cases[0].id);
  }

  /** Another executor from now on; each call is one step. */
  plays(step: (context: StepContext, count: number) => Promise<void> | void): void {
    let count = 0;
    this.app.get(Executor).step = async (context) => step(context, (count += 1));
  }

  /** Writes behind the back of the product. */
  async force(query: SQL): Promise<void> {
    await this.app.database.handle.execute(query);
  }
}
