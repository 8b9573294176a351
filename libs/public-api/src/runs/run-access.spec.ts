import { isOwnRun, notYours, readerOf, requireOwnRun } from './run-access';

const ME = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

const whole = (role: 'owner' | 'admin' | 'manager') => ({ role, reach: 'any', userId: ME }) as const;
const part = (role: 'builder' | 'member') => ({ role, reach: 'own', userId: ME }) as const;

const MINE = { userId: ME, agentCreatedBy: OTHER };
const OF_MY_AGENT = { userId: OTHER, agentCreatedBy: ME };
const FOREIGN = { userId: OTHER, agentCreatedBy: OTHER };

describe('readerOf', () => {
  it.each(['owner', 'admin', 'manager'] as const)('sets a %s no limit', (role) => {
    expect(readerOf(whole(role))).toBeUndefined();
  });

  it('limits a builder to own runs and runs of own agents', () => {
    expect(readerOf(part('builder'))).toEqual({ userId: ME, ownsAgents: true });
  });

  it('limits a member to own runs, whoever made the agents', () => {
    expect(readerOf(part('member'))).toEqual({ userId: ME, ownsAgents: false });
  });
});

describe('isOwnRun', () => {
  it.each(['owner', 'admin', 'manager'] as const)('is true of every run for a %s', (role) => {
    for (const run of [MINE, OF_MY_AGENT, FOREIGN]) expect(isOwnRun(whole(role), run)).toBe(true);
  });

  it.each([
    ['builder', MINE, true],
    ['builder', OF_MY_AGENT, true],
    ['builder', FOREIGN, false],
    ['member', MINE, true],
    // Somebody who was a builder once has agents but no say over their runs any more.
    ['member', OF_MY_AGENT, false],
    ['member', FOREIGN, false],
  ] as const)('for a %s, %j: %s', (role, run, own) => {
    expect(isOwnRun(part(role), run)).toBe(own);
  });
});

describe('requireOwnRun', () => {
  it('lets own runs pass', () => {
    expect(() => requireOwnRun(part('member'), MINE)).not.toThrow();
  });

  it.each([
    ['builder', 'The role builder reaches your own runs and runs of agents you created only.'],
    ['member', 'The role member reaches your own runs only.'],
  ] as const)('tells a %s how far the role reaches', (role, message) => {
    expect(() => requireOwnRun(part(role), FOREIGN)).toThrow(
      expect.objectContaining({ code: 'forbidden', message }),
    );
    expect(notYours(part(role)).message).toBe(message);
  });
});
