import type fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { isLive, isResumable } from './model';
import type { AgentName, Model, ModelCase, ModelRun, Priority } from './model';
import { expectSame } from './model-check';
import type { ModelWorld } from './model-world';
import { pick, pickFitting } from './pick';

type Command = fc.AsyncCommand<Model, ModelWorld>;

/** A command that names itself by its arguments. */
abstract class OverRest implements Command {
  constructor(private readonly args: readonly unknown[]) {}

  check(_model: Readonly<Model>): boolean {
    return true;
  }

  async run(model: Model, world: ModelWorld): Promise<void> {
    await this.act(model, world);
    await expectSame(model, world);
  }

  protected abstract act(model: Model, world: ModelWorld): Promise<void>;

  toString(): string {
    return `${this.constructor.name}(${this.args.join(', ')})`;
  }
}

abstract class OnRun extends OverRest {
  constructor(
    private readonly of: number,
    ...args: unknown[]
  ) {
    super([of, ...args]);
  }
  override check(model: Readonly<Model>): boolean {
    return model.runs.length > 0;
  }
  protected act(model: Model, world: ModelWorld): Promise<void> {
    return this.onRun(pickFitting(model.runs, this.of, this.fits), model, world);
  }
  protected readonly fits: (run: ModelRun) => boolean = isLive;
  protected abstract onRun(run: ModelRun, model: Model, world: ModelWorld): Promise<void>;
}

abstract class OnCase extends OverRest {
  constructor(
    private readonly of: number,
    ...args: unknown[]
  ) {
    super([of, ...args]);
  }
  override check(model: Readonly<Model>): boolean {
    return model.cases.length > 0;
  }
  protected act(model: Model, world: ModelWorld): Promise<void> {
    return this.onCase(pickFitting(model.cases, this.of, this.fits), model, world);
  }
  protected readonly fits: (one: ModelCase) => boolean = () => true;
  protected abstract onCase(one: ModelCase, model: Model, world: ModelWorld): Promise<void>;

  protected async bulk(world: ModelWorld, action: string, one: ModelCase, body: object): Promise<any> {
    const path = `/v1/queues/${world.queueId}/cases/${action}`;
    const reply = await world.call('POST', path, { case_ids: [one.id], ...body });
    expect(reply.status).toBe(200);
    return reply.body;
  }
}

export class AddCase extends OverRest {
  constructor(private readonly priority: Priority) {
    super([priority]);
  }
  protected async act(model: Model, world: ModelWorld): Promise<void> {
    const body = { cases: [{ title: 'A case', priority: this.priority }] };
    const reply = await world.call('POST', `/v1/queues/${world.queueId}/cases`, body);
    model.added(reply.body.cases[0].id, this.priority);
  }
}

export class AddSandbox extends OverRest {
  constructor() {
    super([]);
  }
  protected async act(model: Model, world: ModelWorld): Promise<void> {
    const reply = await world.call('POST', '/v1/sandboxes', {});
    if (reply.status === 201) model.sandboxes.push({ id: reply.body.sandbox.id, isExpired: false });
  }
}

export class Start extends OverRest {
  constructor(
    private readonly agent: AgentName,
    private readonly sandbox: number | null,
  ) {
    super([agent, sandbox]);
  }
  protected async act(model: Model, world: ModelWorld): Promise<void> {
    const sandbox = this.sandbox === null ? undefined : pick(model.sandboxes, this.sandbox);
    const body = {
      agent_id: world.agents.get(this.agent),
      input: 'Go.',
      ...(sandbox && { sandbox_id: sandbox.id }),
    };
    const { status, body: reply } = await world.call('POST', '/v1/runs', body);
    const refusal = !model.hasPlace
      ? [429, 'concurrency_limit']
      : sandbox?.isExpired
        ? [410, 'sandbox_expired']
        : sandbox && model.userOf(sandbox.id)
          ? [409, 'sandbox_in_use']
          : undefined;
    expect([status, reply.error]).toEqual(refusal ?? [201, undefined]);
    if (status === 201) model.started(reply.run.id, this.agent, sandbox?.id ?? null).said.push('Go.');
  }
}

export class Post extends OnRun {
  constructor(of: number) {
    super(of);
  }
  protected override readonly fits = (run: ModelRun): boolean => isLive(run) || isResumable(run);
  protected async onRun(run: ModelRun, model: Model, world: ModelWorld): Promise<void> {
    const message = `Message ${run.said.length}`;
    const { status, body } = await world.call('POST', `/v1/runs/${run.id}/messages`, { message });
    const refusal = isLive(run) ? undefined : refusalToResume(run, model);
    expect([status, body.error]).toEqual(refusal ?? [201, undefined]);
    if (status !== 201) return;
    run.said.push(message);
    if (run.status === 'waiting') model.goOn(run, false);
    else if (!isLive(run)) model.resume(run);
    expect(body.run.status).toBe(run.status);
  }
}

function refusalToResume(run: ModelRun, model: Model): [number, string] | undefined {
  if (!isResumable(run)) return [409, 'run_not_resumable'];
  if (!model.hasPlace) return [429, 'concurrency_limit'];
  const isLost = run.sandboxId !== null && (model.isSandboxGone(run) || model.userOf(run.sandboxId));
  return isLost ? [409, 'run_not_resumable'] : undefined;
}

export class Respond extends OnRun {
  constructor(
    of: number,
    private readonly approved: boolean,
  ) {
    super(of, approved);
  }
  protected override readonly fits = ({ request }: ModelRun): boolean => request !== null;
  protected async onRun(run: ModelRun, model: Model, world: ModelWorld): Promise<void> {
    if (!run.lastRequest) return;
    const path = `/v1/human-requests/${run.lastRequest.id}/respond`;
    const { status, body } = await world.call('POST', path, { approved: this.approved });
    const isOpen = run.request !== null && !run.request.isOverdue;
    const refusal = [409, run.lastRequest.wasAnswered ? 'already_responded' : 'request_closed'];
    expect([status, body.error]).toEqual(isOpen ? [200, undefined] : refusal);
    if (isOpen) model.goOn(run, true);
  }
}

export class Stop extends OnRun {
  constructor(of: number) {
    super(of);
  }
  protected async onRun(run: ModelRun, model: Model, world: ModelWorld): Promise<void> {
    const { status, body } = await world.call('POST', `/v1/runs/${run.id}/stop`, {});
    expect([status, body.message]).toEqual([200, isLive(run) ? null : 'run is not active']);
    model.stop(run);
    expect(body.run.status).toBe(run.status);
  }
}

export class Delegate extends OnCase {
  constructor(
    of: number,
    private readonly agent: 'Worker' | 'Auto',
  ) {
    super(of, agent);
  }
  protected async onCase(one: ModelCase, model: Model, world: ModelWorld): Promise<void> {
    const { claimedBy } = one;
    const reply = await this.bulk(world, 'bulk-delegate', one, { agent_id: world.agents.get(this.agent) });
    const isDone = one.status !== 'completed';
    expect([reply.delegated_count, reply.interrupted_run_ids]).toEqual([
      isDone ? 1 : 0,
      claimedBy ? [claimedBy] : [],
    ]);
    if (isDone) model.delegate(one, this.agent);
  }
}

export class Retry extends OnCase {
  constructor(of: number) {
    super(of);
  }
  protected override readonly fits = ({ status }: ModelCase): boolean => status !== 'pending';
  protected async onCase(one: ModelCase, model: Model, world: ModelWorld): Promise<void> {
    const { claimedBy } = one;
    const reply = await this.bulk(world, 'bulk-retry', one, {});
    const isDone = one.status !== 'pending' && one.status !== 'postponed';
    expect([reply.retried_count, reply.interrupted_run_ids]).toEqual([
      isDone ? 1 : 0,
      claimedBy ? [claimedBy] : [],
    ]);
    if (isDone) model.retry(one);
  }
}

export class SetStatus extends OnCase {
  constructor(
    of: number,
    private readonly status: 'pending' | 'completed' | 'failed',
  ) {
    super(of, status);
  }
  protected async onCase(one: ModelCase, model: Model, world: ModelWorld): Promise<void> {
    const reply = await this.bulk(world, 'bulk-update-status', one, { status: this.status });
    const isDone = one.status !== this.status || one.held;
    expect(reply.updated_count).toBe(isDone ? 1 : 0);
    if (isDone) model.setStatus(one, this.status);
  }
}

export class DeleteCase extends OnCase {
  constructor(of: number) {
    super(of);
  }
  protected async onCase(one: ModelCase, model: Model, world: ModelWorld): Promise<void> {
    const reply = await world.call('DELETE', `/v1/cases/${one.id}`);
    expect(reply.body).toEqual({
      success: true,
      interrupted_run_ids: one.claimedBy ? [one.claimedBy] : [],
    });
    model.remove(one);
  }
}

/** The time comes to which a case was postponed. */
export class ComeDue extends OnCase {
  constructor(of: number) {
    super(of);
  }
  protected override readonly fits = ({ status }: ModelCase): boolean => status === 'postponed';
  protected async onCase(one: ModelCase, _model: Model, world: ModelWorld): Promise<void> {
    if (one.status !== 'postponed') return;
    await world.rows(
      sql`update cases set postponed_to = now() - interval '1 second' where id = ${one.id} returning id`,
    );
    one.isDue = true;
  }
}
