import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { RunObservers } from '../runs';
import type { RunChange, RunEvent, RunObserver } from '../runs';
import type { CaseAction } from './case-machine';
import { CaseTransitions } from './case-transitions';

/** What a transition of a run does to the case that it works on. */
const FOLLOWED: Partial<Record<RunEvent, CaseAction>> = {
  ask: 'ask',
  answer: 'answer',
  supersede: 'answer',
  stop: 'stop',
  interrupt: 'interrupt',
  complete: 'abandon',
  fail: 'abandon',
  expire: 'abandon',
};

/** Keeps cases in step with the runs that work on them; a run without a case changes none. */
@Injectable()
export class CaseRunObserver implements RunObserver, OnModuleInit {
  constructor(
    private readonly observers: RunObservers,
    private readonly transitions: CaseTransitions,
  ) {}

  onModuleInit(): void {
    this.observers.register(this);
  }

  async onTransition(teamId: TeamId, { run, event, actor }: RunChange): Promise<void> {
    const action = FOLLOWED[event];
    // One that has never taken a case has none to keep in step.
    if (!action || run.caseId === null) return;
    const error = action === 'abandon' ? errorOf(run, event) : null;
    await this.transitions.apply(
      teamId,
      action,
      { claimedBy: run.id },
      { actor, error, note: error?.message },
    );
  }
}

/** A run that is done although its case is still open has forgotten it; otherwise the case failed as the run did. */
function errorOf({ errorCode, errorMessage }: RunChange['run'], event: RunEvent) {
  return event === 'complete' || errorCode === null
    ? { code: 'case_not_closed', message: 'The run ended without closing the case.' }
    : { code: errorCode, message: errorMessage ?? '' };
}
