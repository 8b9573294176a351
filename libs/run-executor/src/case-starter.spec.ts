import { asTeamId } from '@app/database';
import type { CaseWork, RunnableAgents, RunPlaces, RunStarter } from '@app/public-api';
import { CaseStarter } from './case-starter';
import type { DispatchAudit } from './dispatch-audit';

const START = {
  teamId: asTeamId('team-1'),
  caseId: 'case-1',
  agentId: 'agent-1',
  userId: 'user-1',
  isAssigned: false,
};

describe('CaseStarter', () => {
  let isFree: boolean;
  let revision: object | undefined;
  let isDue: boolean;
  let isClaimed: boolean;
  let assignedBy: string | null;
  let calls: unknown[][];
  let starter: CaseStarter;

  beforeEach(() => {
    [isFree, revision, isDue, assignedBy, calls] = [true, { id: 'revision-1' }, true, null, []];
    isClaimed = true;
    const note =
      <T>(name: string, result: () => T) =>
      async (...args: unknown[]): Promise<T> => {
        calls.push([name, ...args]);
        return result();
      };
    starter = new CaseStarter(
      { isFree: note('isFree', () => isFree) } as unknown as RunPlaces,
      { find: note('find', () => ({ agent: {}, revision })) } as unknown as RunnableAgents,
      { start: note('start', () => ({ id: 'run-1' })) } as unknown as RunStarter,
      {
        lockDue: note('lockDue', () =>
          isDue ? { id: 'case-1', assignedBy, assignedAgentId: assignedBy && 'agent-1' } : undefined,
        ),
        claim: note('claim', () => (isClaimed ? { id: 'case-1' } : undefined)),
      } as unknown as CaseWork,
      { dispatched: (done: object) => calls.push(['dispatched', done]) } as unknown as DispatchAudit,
    );
  });

  const steps = (): unknown[] => calls.map(([name]) => name);

  it('takes the place in the team before the case, then starts the run and claims the case for it', async () => {
    expect(await starter.start(START)).toBe('started');
    expect(calls).toEqual([
      ['isFree', 'team-1'],
      ['find', 'team-1', 'agent-1'],
      ['lockDue', 'team-1', 'case-1', 'agent-1'],
      ['start', 'team-1', { revision, source: 'dispatcher', userId: 'user-1' }],
      ['claim', 'team-1', { runId: 'run-1', caseId: 'case-1' }],
      [
        'dispatched',
        { teamId: 'team-1', caseId: 'case-1', agentId: 'agent-1', runId: 'run-1', userId: 'user-1' },
      ],
    ]);
  });

  it('acts as whoever delegated the case last', async () => {
    assignedBy = 'user-2';
    expect(await starter.start(START)).toBe('started');
    expect(calls[3]).toEqual(['start', 'team-1', { revision, source: 'dispatcher', userId: 'user-2' }]);
  });

  it('leaves a case whose assignment was taken back', async () => {
    expect(await starter.start({ ...START, isAssigned: true })).toBe('passed over');
    expect(steps()).toEqual(['isFree', 'find', 'lockDue']);
  });

  it('leaves the case while the team has no place', async () => {
    isFree = false;
    expect(await starter.start(START)).toBe('no place');
    expect(steps()).toEqual(['isFree']);
  });

  it('leaves the case of an agent that cannot run', async () => {
    revision = undefined;
    expect(await starter.start(START)).toBe('passed over');
    expect(steps()).toEqual(['isFree', 'find']);
  });

  it('leaves a case that somebody else has taken or holds', async () => {
    isDue = false;
    expect(await starter.start(START)).toBe('passed over');
    expect(steps()).toEqual(['isFree', 'find', 'lockDue']);
  });

  it('leaves no run without its case: it throws, and whoever opened the transaction rolls back', async () => {
    isClaimed = false;
    await expect(starter.start(START)).rejects.toThrow('could not be claimed');
    expect(steps()).not.toContain('dispatched');
  });
});
