import { isActive, isLive, nextStatus, RUN_EVENTS, RUN_STATUSES } from './run-machine';
import type { RunStatus } from './run-machine';

// prettier-ignore
const EVENTS = [
  'take', 'ready', 'ask', 'answer', 'supersede', 'expire', 'complete', 'fail', 'stop', 'interrupt', 'resume',
] as const;

/** Section 4 of the specification, cell by cell and in the order of EVENTS; – where the event cannot happen. */
// prettier-ignore
const TABLE: Readonly<Record<RunStatus, readonly string[]>> = {
  //            take        ready      ask        answer     supersede  expire    complete     fail      stop       interrupt      resume
  pending:     ['starting', '–',       '–',       '–',       '–',       '–',      '–',         '–',      'stopped', 'interrupted', '–'],
  starting:    ['–',        'running', '–',       '–',       '–',       '–',      '–',         'failed', 'stopped', 'interrupted', '–'],
  running:     ['–',        '–',       'waiting', '–',       '–',       '–',      'completed', 'failed', 'stopped', 'interrupted', '–'],
  waiting:     ['–',        '–',       '–',       'running', 'running', 'failed', '–',         '–',      'stopped', 'interrupted', '–'],
  completed:   ['–',        '–',       '–',       '–',       '–',       '–',      '–',         '–',      '–',       '–',           'pending'],
  failed:      ['–',        '–',       '–',       '–',       '–',       '–',      '–',         '–',      '–',       '–',           '–'],
  stopped:     ['–',        '–',       '–',       '–',       '–',       '–',      '–',         '–',      '–',       '–',           '–'],
  interrupted: ['–',        '–',       '–',       '–',       '–',       '–',      '–',         '–',      '–',       '–',           'pending'],
};

describe('nextStatus', () => {
  const cells = Object.entries(TABLE).flatMap(([status, row]) =>
    EVENTS.map((event, column) => ({ status: status as RunStatus, event, to: row[column] })),
  );

  it.each(cells)('$status, $event: $to', ({ status, event, to }) => {
    expect(nextStatus(status, event)).toBe(to === '–' ? null : to);
  });

  it('knows every status and every event of the table, and no other', () => {
    expect([...RUN_STATUSES].sort()).toEqual(Object.keys(TABLE).sort());
    expect([...RUN_EVENTS].sort()).toEqual([...EVENTS].sort());
    expect(cells).toHaveLength(88);
  });
});

describe('isLive', () => {
  it.each([
    ['pending', true],
    ['starting', true],
    ['running', true],
    ['waiting', true],
    ['completed', false],
    ['failed', false],
    ['stopped', false],
    ['interrupted', false],
  ] as const)('%s: %s', (status, live) => {
    expect(isLive(status)).toBe(live);
  });
});

describe('isActive', () => {
  it.each([
    ['pending', false],
    ['starting', true],
    ['running', true],
    ['waiting', false],
    ['completed', false],
    ['failed', false],
    ['stopped', false],
    ['interrupted', false],
  ] as const)('%s: %s, as the time of the agent counts only while it works', (status, active) => {
    expect(isActive(status)).toBe(active);
  });
});
