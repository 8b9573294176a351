import type { HumanRequestExpiry, RunWatch } from '@app/public-api';
import type { Logger } from '@app/telemetry';
import type { Dispatcher } from './dispatcher';
import { Housekeeping, TICK_MS } from './housekeeping';
import type { Keepers } from './keepers';

const TASKS = ['lost', 'overdue', 'unattended', 'requests', 'cases', 'sandboxes', 'webhooks'] as const;
type Task = (typeof TASKS)[number];

describe('Housekeeping', () => {
  let done: Task[];
  let lines: [level: string, task: string][];
  let work: (task: Task) => Promise<number>;
  let housekeeping: Housekeeping;

  beforeEach(() => {
    done = [];
    lines = [];
    work = async () => 0;
    const task = (name: Task) => () => {
      done.push(name);
      return work(name);
    };
    const log = (level: string) => (about: { task: string }) => lines.push([level, about.task]);
    housekeeping = new Housekeeping(
      { tick: task('cases') } as unknown as Dispatcher,
      {
        recoverLost: task('lost'),
        failOverdue: task('overdue'),
        wakeUnattended: task('unattended'),
      } as unknown as RunWatch,
      { expireDue: task('requests') } as unknown as HumanRequestExpiry,
      {
        sandboxes: { clean: task('sandboxes') },
        webhooks: { sweep: task('webhooks') },
      } as unknown as Keepers,
      { warn: log('warn'), info: log('info') } as unknown as Logger,
    );
  });
  afterEach(() => jest.useRealTimers());

  it('does every task, lost runs first', async () => {
    await housekeeping.tick();
    expect(done).toEqual(TASKS);
  });

  it('does what is only tidied up once an hour', async () => {
    const perHour = 3_600_000 / TICK_MS;
    for (let ticks = 0; ticks < perHour + 1; ticks += 1) await housekeeping.tick();
    expect(done.filter((task) => task === 'webhooks')).toHaveLength(2);
    expect(done.filter((task) => task === 'cases')).toHaveLength(perHour + 1);
  });

  it('goes on with the next task when one fails, and says so once, and once when it works again', async () => {
    work = (task) => (task === 'overdue' ? Promise.reject(new Error('away')) : Promise.resolve(0));
    await housekeeping.tick();
    await housekeeping.tick();
    expect(done.filter((task) => task === 'cases')).toHaveLength(2);
    expect(lines).toEqual([['warn', 'overdue runs']]);
    work = async () => 0;
    await housekeeping.tick();
    await housekeeping.tick();
    expect(lines).toEqual([
      ['warn', 'overdue runs'],
      ['info', 'overdue runs'],
    ]);
  });

  it('does not begin again while it is at it', async () => {
    let goOn!: () => void;
    work = (task) =>
      task === 'lost' ? new Promise((resolve) => (goOn = () => resolve(0))) : Promise.resolve(0);
    const [first, second] = [housekeeping.tick(), housekeeping.tick()];
    expect(second).toBe(first);
    goOn();
    await first;
    expect(done).toEqual(TASKS);
  });

  it('begins at once, goes on every five seconds, and stops after the task in hand', async () => {
    jest.useFakeTimers();
    housekeeping.start();
    await jest.advanceTimersByTimeAsync(2 * TICK_MS);
    expect(done.filter((task) => task === 'lost')).toHaveLength(3);
    let goOn!: () => void;
    work = (task) =>
      task === 'lost' ? new Promise((resolve) => (goOn = () => resolve(0))) : Promise.resolve(0);
    await jest.advanceTimersByTimeAsync(TICK_MS);
    done = [];
    const stopped = housekeeping.stop();
    goOn();
    await stopped;
    expect(done).toEqual([]);
    await jest.advanceTimersByTimeAsync(5 * TICK_MS);
    expect(done).toEqual([]);
  });
});
