import { asTeamId } from '@app/database';
import type { Database } from '@app/database';
import type { CaseDispatch, LiveConfigs, QueueConsumer } from '@app/public-api';
import type { Logger } from '@app/telemetry';
import type { CaseStart, CaseStarter } from './case-starter';
import { Dispatcher } from './dispatcher';

const TEAM = asTeamId('team-1');
const consumer = (agentId: string, rest: Partial<QueueConsumer> = {}): QueueConsumer =>
  ({
    agentId,
    queueId: 'queue-1',
    autoStart: true,
    concurrency: 2,
    promotedBy: 'promoter',
    ...rest,
  }) as QueueConsumer;

describe('Dispatcher', () => {
  let assigned: object[];
  let unassigned: string[];
  let consumers: QueueConsumer[];
  let claimed: number;
  let isLockFree: boolean;
  let started: CaseStart[];
  let start: (request: CaseStart) => Promise<number>;
  let warnings: number;
  let dispatcher: Dispatcher;

  beforeEach(() => {
    [assigned, unassigned, consumers, claimed, isLockFree, started, warnings] = [[], [], [], 0, true, [], 0];
    start = async () => 1;
    dispatcher = new Dispatcher(
      {
        transaction: <T>(work: () => Promise<T>) => work(),
        tryLock: async () => isLockFree,
      } as unknown as Database,
      {
        assigned: async () => assigned,
        teamsWithUnassigned: async () =>
          unassigned.length > 0 ? [{ teamId: TEAM, queueId: 'queue-1' }] : [],
        unassigned: async (_: unknown, __: unknown, limit: number) =>
          unassigned.slice(0, limit).map((id) => ({ id })),
        claimedCount: async () => claimed,
      } as unknown as CaseDispatch,
      { consumers: async () => consumers } as unknown as LiveConfigs,
      {
        start: (request: CaseStart) => {
          started.push(request);
          return start(request);
        },
      } as unknown as CaseStarter,
      { warn: () => (warnings += 1) } as unknown as Logger,
    );
  });

  const ofCase = (id: string) => ({ teamId: TEAM, id, assignedAgentId: 'agent-1', assignedBy: 'user-1' });

  it('starts assigned cases as whoever assigned them', async () => {
    assigned = [ofCase('case-1'), ofCase('case-2')];
    expect(await dispatcher.tick()).toBe(2);
    expect(started).toEqual([
      { teamId: TEAM, caseId: 'case-1', agentId: 'agent-1', userId: 'user-1', isAssigned: true },
      { teamId: TEAM, caseId: 'case-2', agentId: 'agent-1', userId: 'user-1', isAssigned: true },
    ]);
  });

  it('starts others only for consumers that begin by themselves, as whoever promoted them', async () => {
    unassigned = ['case-1'];
    consumers = [consumer('quiet', { autoStart: false })];
    expect(await dispatcher.tick()).toBe(0);
    consumers = [consumer('quiet', { autoStart: false }), consumer('eager')];
    expect(await dispatcher.tick()).toBe(1);
    expect(started).toEqual([
      { teamId: TEAM, caseId: 'case-1', agentId: 'eager', userId: 'promoter', isAssigned: false },
    ]);
  });

  it.each([
    [0, 2],
    [1, 1],
    [2, 0],
    [5, 0],
  ])('keeps to the concurrency of two: with %i at work it starts %i', async (atWork, more) => {
    unassigned = ['case-1', 'case-2', 'case-3'];
    consumers = [consumer('eager')];
    claimed = atWork;
    expect(await dispatcher.tick()).toBe(more);
  });

  it('leaves a queue to the dispatcher that serves it already', async () => {
    unassigned = ['case-1'];
    consumers = [consumer('eager')];
    isLockFree = false;
    expect(await dispatcher.tick()).toBe(0);
    expect(started).toEqual([]);
  });

  it('goes on with the next case when one fails, and says so', async () => {
    assigned = [ofCase('case-1'), ofCase('case-2')];
    start = ({ caseId }) => (caseId === 'case-1' ? Promise.reject(new Error('broken')) : Promise.resolve(1));
    expect(await dispatcher.tick()).toBe(1);
    expect(warnings).toBe(1);
  });
});
