import { asTeamId } from '@app/database';
import type { Database } from '@app/database';
import type { CaseDispatch, LiveConfigs, QueueConsumer } from '@app/public-api';
import type { Logger } from '@app/telemetry';
import type { CaseStart, CaseStarter, StartOutcome } from './case-starter';
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
  let queueIds: string[];
  let consumers: QueueConsumer[];
  let claimed: number;
  let isLockFree: boolean;
  let started: CaseStart[];
  let start: (request: CaseStart) => Promise<StartOutcome>;
  let asked: number;
  let transactions: number;
  let warnings: number;
  let dispatcher: Dispatcher;

  beforeEach(() => {
    [assigned, unassigned, consumers, claimed, isLockFree, started, warnings] = [[], [], [], 0, true, [], 0];
    [queueIds, asked, transactions] = [['queue-1'], 0, 0];
    start = async () => 'started';
    dispatcher = new Dispatcher(
      {
        transaction: <T>(work: () => Promise<T>) => ((transactions += 1), work()),
        tryLock: async () => isLockFree,
      } as unknown as Database,
      {
        assigned: async () => assigned,
        teamsWithUnassigned: async () => (unassigned.length > 0 ? [{ teamId: TEAM, queueIds }] : []),
        unassigned: async (_: unknown, __: unknown, limit: number) =>
          unassigned.slice(0, limit).map((id) => ({ id })),
        claimed: async () => consumers.map(({ queueId, agentId }) => ({ queueId, agentId, count: claimed })),
      } as unknown as CaseDispatch,
      { autoStarting: async () => ((asked += 1), consumers) } as unknown as LiveConfigs,
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

  it('starts others for consumers that begin by themselves, as whoever promoted them', async () => {
    unassigned = ['case-1'];
    expect(await dispatcher.tick()).toBe(0);
    consumers = [consumer('eager')];
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

  it('asks once for the consumers of a team, however many of its queues wait', async () => {
    unassigned = ['case-1'];
    queueIds = ['queue-1', 'queue-2', 'queue-3'];
    consumers = queueIds.map((queueId) => consumer('eager', { queueId }));
    expect(await dispatcher.tick()).toBe(3);
    expect(asked).toBe(1);
  });

  it('opens no transaction for a consumer that has its share', async () => {
    unassigned = ['case-1'];
    consumers = [consumer('eager'), consumer('busy')];
    claimed = 2;
    expect(await dispatcher.tick()).toBe(0);
    expect(transactions).toBe(0);
  });

  it('turns to the next team once a team has no place for a run', async () => {
    const other = asTeamId('team-2');
    assigned = [ofCase('case-1'), ofCase('case-2'), { ...ofCase('case-3'), teamId: other }];
    unassigned = ['case-4'];
    consumers = [consumer('eager')];
    start = async ({ teamId }) => (teamId === TEAM ? 'no place' : 'started');
    expect(await dispatcher.tick()).toBe(1);
    expect(started.map(({ caseId }) => caseId)).toEqual(['case-1', 'case-3']);
  });

  it('leaves the other queues of a team that has become full', async () => {
    unassigned = ['case-1', 'case-2'];
    consumers = [consumer('first'), consumer('second')];
    start = async ({ caseId }) => (caseId === 'case-1' ? 'started' : 'no place');
    expect(await dispatcher.tick()).toBe(1);
    expect(started.map(({ agentId }) => agentId)).toEqual(['first', 'first']);
  });

  it('goes on with the next case when one fails, and says so', async () => {
    assigned = [ofCase('case-1'), ofCase('case-2')];
    start = ({ caseId }) =>
      caseId === 'case-1' ? Promise.reject(new Error('broken')) : Promise.resolve('started');
    expect(await dispatcher.tick()).toBe(1);
    expect(warnings).toBe(1);
  });
});
