import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { HumanRequestsRepository } from './human-requests.repository';
import { RunEffects } from './run-effects';
import { nextStatus } from './run-machine';
import type { RunEvent } from './run-machine';
import { RunMessagesRepository } from './run-messages.repository';
import { RunObservers } from './run-observers';
import type { Actor } from './run-observers';
import type { RunError } from './run-error';
import { RunsRepository } from './runs.repository';
import type { Lease, RunChangeSet } from './runs.repository';
import type { RunRow } from './runs.tables';

export interface TransitionDetails {
  readonly actor: Actor;
  /** Reason that a person or another part of the system gave. */
  readonly note?: string | undefined;
  readonly result?: string | null;
  readonly error?: RunError;
  /** The request that is asked or answered. */
  readonly humanRequestId?: string;
  /** Of take. */
  readonly lease?: Lease;
  /** Id of the lease that must still hold the run; for who has not locked it. */
  readonly heldBy?: string;
}

/**
 * The one way in which the status of a run changes. Everything that goes with a transition is written in the
 * same transaction: the human request, the case, the webhook, the job.
 */
@Injectable()
export class RunTransitions {
  constructor(
    private readonly runs: RunsRepository,
    private readonly messages: RunMessagesRepository,
    private readonly requests: HumanRequestsRepository,
    private readonly observers: RunObservers,
    private readonly effects: RunEffects,
  ) {}

  /**
   * @param run as it was read, and locked in the open transaction unless `heldBy` guards it
   * @returns the run after the transition
   * @throws conflict if the event cannot happen in this status, or somebody else was faster
   */
  async apply(teamId: TeamId, run: RunRow, event: RunEvent, details: TransitionDetails): Promise<RunRow> {
    const to = nextStatus(run.status, event);
    if (!to) throw new ApiException('conflict', { log: `${event} of a run that is ${run.status}` });
    const changed = await this.runs.transition(teamId, run, to, changesOf(details));
    if (!changed) throw new ApiException('conflict', { log: `lost the race for ${event}` });
    const closed = await this.closeRequest(teamId, run, event);
    const told = statusText(event, details);
    if (told !== undefined)
      await this.messages.append(teamId, run.id, [{ type: 'status', role: 'system', text: told }]);
    await this.observers.notify(teamId, {
      run: changed,
      from: run.status,
      event,
      actor: details.actor,
      humanRequestId: details.humanRequestId ?? closed,
    });
    await this.effects.follow(teamId, changed, event);
    return changed;
  }

  private async closeRequest(teamId: TeamId, run: RunRow, event: RunEvent): Promise<string | null> {
    if (run.status !== 'waiting' || event === 'answer') return null;
    return this.requests.close(teamId, run.id, event === 'expire' ? 'expired' : 'cancelled');
  }
}

function changesOf({ result, error, lease, heldBy }: TransitionDetails): RunChangeSet {
  return {
    lease,
    heldBy,
    ...(result !== undefined && { result }),
    ...(error && { errorCode: error.code, errorMessage: error.message }),
  };
}

/** What the transcript says of a transition that no message of agent or person explains. */
function statusText(event: RunEvent, { note, error }: TransitionDetails): string | undefined {
  const because = note ? `: ${note}` : '.';
  switch (event) {
    case 'stop':
      return `Stopped${because}`;
    case 'interrupt':
      return `Interrupted${because}`;
    case 'supersede':
      return 'The human request was cancelled: superseded by message.';
    case 'fail':
    case 'expire':
      return `Failed (${error?.code ?? 'agent_error'})${error ? `: ${error.message}` : '.'}`;
    default:
      return undefined;
  }
}
