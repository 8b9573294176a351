import { Injectable } from '@nestjs/common';
import { isActive, RunnableAgents, RunSteps } from '@app/public-api';
import type { AgentConfig, HeldRun } from '@app/public-api';
import { Executor } from './executor';
import { StepContext } from './step-context';
import { StepFailure } from './step-failure';
import { StepReads } from './step-reads';
import { StepWriter } from './step-writer';

/** A run in hand, with what stays the same over its steps. */
export interface DrivenRun {
  readonly held: HeldRun;
  readonly agentName: string;
  readonly config: AgentConfig;
}

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
   * Prepares a run that was taken. Its user must still be one who may run agents, however long it waited; a run that
   * is starting needs all its connections too, and is running from then on.
   * @returns nothing if the run was lost meanwhile
   * @throws StepFailure if its user has left, may run no agents any more, or may not use a connection
   */
  async prepare(held: HeldRun): Promise<DrivenRun | undefined> {
    const { run, teamId } = held;
    const played = await this.agents.played(teamId, run.revisionId);
    if (!played) throw new StepFailure('agent_error', 'The revision of this run is gone.');
    const { config, agentName } = played;
    await this.reads.requireToWork(run, run.status === 'starting' ? config.connections : []);
    const ready = await this.steps.ready(held);
    return ready && { held: ready, agentName, config };
  }

  /**
   * @returns the run if it goes on with another step; the same step again if it has to be repeated
   * @throws StepFailure
   */
  async step(driven: DrivenRun, signal: AbortSignal): Promise<DrivenRun | undefined> {
    const { held, agentName, config } = driven;
    const context = new StepContext({ run: held.run, agentName, config, signal, reads: this.reads });
    await this.executor.step(context);
    signal.throwIfAborted();
    const plan = context.plan();
    const ends = plan.end.kind !== 'go_on';
    const { outcome, run } = await this.steps.commit(held, { ends, memory: plan.memory }, (locked) =>
      this.writer.apply(held.teamId, locked, plan),
    );
    if (outcome === 'lost' || !isActive(run.status)) return undefined;
    return { ...driven, held: { ...held, run } };
  }
}
