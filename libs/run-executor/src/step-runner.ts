import { Injectable } from '@nestjs/common';
import { isActive, RunnableAgents, RunSteps } from '@app/public-api';
import type { HeldRun, RevisionRow } from '@app/public-api';
import { Executor } from './executor';
import { StepContext } from './step-context';
import { StepFailure } from './step-failure';
import { StepReads } from './step-reads';
import { StepWriter } from './step-writer';

/** Runs single steps: asks the executor what to do, then writes it. */
@Injectable()
export class StepRunner {
  constructor(
    private readonly executor: Executor,
    private readonly agents: RunnableAgents,
    private readonly reads: StepReads,
    private readonly writer: StepWriter,
    private readonly steps: RunSteps,
  ) {}

  /**
   * Checks the connections of a run that is starting; from then on it is running.
   * @returns nothing if the run was lost meanwhile
   * @throws StepFailure if its user may not use a connection
   */
  async prepare(held: HeldRun): Promise<HeldRun | undefined> {
    if (held.run.status !== 'starting') return held;
    const { config } = await this.revisionOf(held);
    await this.reads.requireConnections(held.run, config.connections);
    return this.steps.ready(held);
  }

  /** @returns the run if it goes on with another step. @throws StepFailure */
  async step(held: HeldRun, signal: AbortSignal): Promise<HeldRun | undefined> {
    const { config } = await this.revisionOf(held);
    const agent = await this.agents.find(held.teamId, held.run.agentId);
    const agentName = agent?.agent.name ?? '';
    const context = new StepContext({ run: held.run, agentName, config, signal, reads: this.reads });
    await this.executor.step(context);
    signal.throwIfAborted();
    const plan = context.plan();
    const ends = plan.end.kind !== 'go_on';
    const { outcome, run } = await this.steps.commit(held, { ends, memory: plan.memory }, (locked) =>
      this.writer.apply(held.teamId, locked, plan),
    );
    if (outcome === 'lost' || !isActive(run.status)) return undefined;
    return { ...held, run };
  }

  private async revisionOf({ teamId, run }: HeldRun): Promise<RevisionRow> {
    const revision = await this.agents.revision(teamId, run.revisionId);
    if (!revision) throw new StepFailure('agent_error', 'The revision of this run is gone.');
    return revision;
  }
}
