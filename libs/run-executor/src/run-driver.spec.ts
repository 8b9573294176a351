import type { Config } from '@app/config';
import { asTeamId } from '@app/database';
import type { HeldRun, RunError, RunSteps } from '@app/public-api';
import type { Logger } from '@app/telemetry';
import { RunDriver } from './run-driver';
import { StepFailure } from './step-failure';
import type { DrivenRun, StepRunner } from './step-runner';

const TEAM = asTeamId('team-1');
const at = (step: number): HeldRun =>
  ({ teamId: TEAM, leaseId: 'lease-1', run: { id: 'run-1', step } }) as unknown as HeldRun;
const driven = (step: number): DrivenRun => ({ held: at(step) }) as DrivenRun;
const stepOf = ({ run }: HeldRun): number => run.step;

describe('RunDriver', () => {
  let taken: HeldRun | undefined;
  let prepare: () => Promise<DrivenRun | undefined>;
  let step: (before: DrivenRun, signal: AbortSignal) => Promise<DrivenRun | undefined>;
  let handedOver: number[];
  let failed: RunError[];
  let logged: unknown[];
  let driver: RunDriver;

  beforeEach(() => {
    [taken, handedOver, failed, logged] = [at(0), [], [], []];
    prepare = async () => driven(0);
    step = async ({ held }) => (stepOf(held) < 2 ? driven(stepOf(held) + 1) : undefined);
    driver = new RunDriver(
      {
        take: async () => taken,
        renew: async () => true,
        handOver: async (held: HeldRun) => void handedOver.push(stepOf(held)),
        fail: async (_: HeldRun, error: RunError) => void failed.push(error),
      } as unknown as RunSteps,
      {
        prepare: () => prepare(),
        step: (before: DrivenRun, signal: AbortSignal) => step(before, signal),
      } as unknown as StepRunner,
      { runs: { leaseMs: 30_000 } } as Config,
      { error: (about: unknown) => logged.push(about) } as unknown as Logger,
    );
  });
  afterEach(() => jest.useRealTimers());

  const drive = (stop = new AbortController().signal) => driver.drive(TEAM, 'run-1', stop);

  it('does step after step until the run ends or waits', async () => {
    await drive();
    expect({ handedOver, failed }).toEqual({ handedOver: [], failed: [] });
  });

  it('does nothing with a run that somebody else has, or that is lost before its first step', async () => {
    step = () => Promise.reject(new Error('not to be called'));
    taken = undefined;
    await drive();
    taken = at(0);
    prepare = async () => undefined;
    await drive();
    expect({ handedOver, failed }).toEqual({ handedOver: [], failed: [] });
  });

  it('hands a long run over to the next job after half a minute, between two steps', async () => {
    jest.useFakeTimers();
    step = async ({ held }) => {
      jest.advanceTimersByTime(12_000);
      return driven(stepOf(held) + 1);
    };
    await drive();
    expect(handedOver).toEqual([3]);
  });

  it('hands the run over as it is when it is told to stop', async () => {
    const stop = new AbortController();
    step = async ({ held }, signal) => {
      if (stepOf(held) === 1) {
        stop.abort();
        signal.throwIfAborted();
      }
      return driven(stepOf(held) + 1);
    };
    await drive(stop.signal);
    expect({ handedOver, failed, logged }).toEqual({ handedOver: [1], failed: [], logged: [] });
  });

  it('ends the run with the reason of a StepFailure, in preparations too', async () => {
    const failure = new StepFailure('connection_forbidden', 'No');
    step = () => Promise.reject(failure);
    await drive();
    prepare = () => Promise.reject(failure);
    await drive();
    const error = { code: 'connection_forbidden', message: 'No' };
    expect({ failed, logged, handedOver }).toEqual({ failed: [error, error], logged: [], handedOver: [] });
  });

  it('ends the run as agent_error by anything else, and logs the cause without what wraps it', async () => {
    const cause = new Error('column is missing');
    step = () => Promise.reject(new Error('Failed query: insert … params: secret', { cause }));
    await drive();
    expect(failed).toEqual([{ code: 'agent_error', message: 'The agent failed unexpectedly.' }]);
    expect(logged).toEqual([{ err: cause, run_id: 'run-1' }]);
  });

  it('leaves the run to its lease while the store is away, and has the job come back', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    step = () => Promise.reject(away);
    await expect(drive()).rejects.toBe(away);
    expect({ handedOver, failed }).toEqual({ handedOver: [], failed: [] });
  });

  it.each([
    ['had to let another transaction pass', '40P01'],
    ['could not be put in order with another transaction', '40001'],
    ['waited for a lock for too long', '55P03'],
    ['took longer than a statement may', '57014'],
  ])('gives the run back when its step %s', async (_, code) => {
    const cause = Object.assign(new Error('it gave way'), { code });
    step = () => Promise.reject(new Error('Failed query', { cause }));
    await drive();
    expect({ handedOver, failed, logged }).toEqual({ handedOver: [0], failed: [], logged: [] });
  });
});
