import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import type { RunEvent, RunStatus } from './run-machine';
import type { RunRow } from './runs.tables';

/** Who made something happen. */
export interface Actor {
  readonly type: 'user' | 'run' | 'system';
  readonly id: string | null;
}
export const SYSTEM: Actor = { type: 'system', id: null };

/** One transition of a run that has been made in the open transaction. */
export interface RunChange {
  /** The run after the transition. */
  readonly run: RunRow;
  readonly from: RunStatus;
  readonly event: RunEvent;
  readonly actor: Actor;
  readonly humanRequestId: string | null;
}

export interface RunObserver {
  /** Runs in the transaction of the transition, after the row of the run was changed. */
  onTransition(teamId: TeamId, change: RunChange): Promise<void>;
}

/** Where resources that follow runs register, so that runs need not know them. */
@Injectable()
export class RunObservers {
  private readonly observers: RunObserver[] = [];

  /** Called in the constructor or `onModuleInit` of the resource. */
  register(observer: RunObserver): void {
    this.observers.push(observer);
  }

  async notify(teamId: TeamId, change: RunChange): Promise<void> {
    for (const observer of this.observers) await observer.onTransition(teamId, change);
  }
}
