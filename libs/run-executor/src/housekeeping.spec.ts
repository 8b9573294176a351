import type { HumanRequestExpiry, RunWatch } from '@app/public-api';
import type { Logger } from '@app/telemetry';
import type { Dispatcher } from './dispatcher';
import { Housekeeping, TICK_MS } from './housekeeping';
import type { Keepers } from './keepers';

const WORK = ['lost', 'overdue', 'unattended', 'requests', 'cases'] as const;
type Task = (typeof WORK)[number] | 'sandboxes' | 'old webhooks' | 'webhooks' | 'audit';
const MINUTE = 60_000 / TICK_MS;

describe('Housekeeping', () => {
  let done: Task[];
  let lines: [level: string, task: string][];
  let work: (task: Task, signal: AbortSignal) => Promise<number>;
  let housekeeping: Housekeeping;

  beforeEach(() => {
    done = [];
    lines = [];
    work = async () => 0;
    const task =
      (name: Task) =>
      (...given: unknown[]) => {
        done.push(name);
        return work(name, given.at(-1) as AbortSignal);
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
        webhooks: { sweep: task('webhooks'), giveUpOld: task('old webhooks') },
        audit: { clean: task('audit') },
      } as unknown as Keepers,
      { warn: log('warn'), info: log('info') } as unknown as Logger,
    );
  });
  afterEach(() => jest.useRealTimers());

  const isWork = (task: Task) => (WORK as readonly Task[]).includes(task);
  const ticks = async (count: number) => {
    for (let tick = 0; tick < count; tick += 1) await housekeeping.tick();
  };

  it('does every task, lost runs first', async () => {
    await housekeeping.tick();
    expect(done.filter(isWork)).toEqual(WORK);
    expect(done.filter((task) => !isWork(task))).toEqual(['sandboxes', 'webhooks', 'audit']);
  });

  it('does what is only tidied up once an hour', async () => {
    await ticks(60 * MINUTE + 1);
    expect(done.filter((task) => task === 'webhooks')).toHaveLength(2);
    expect(done.filter((task) => task === 'cases')).toHaveLength(60 * MINUTE + 1);
  });

  it('looks for old audit entries every minute', async () => {
    await ticks(2 * MINUTE);
    expect(done.filter((task) => task === 'audit')).toHaveLength(2);
  });

  it('gives up no webhook in the first ten minutes, then looks every minute', async () => {
    await ticks(10 * MINUTE);
    expect(done).not.toContain('old webhooks');
    await ticks(2 * MINUTE);
    expect(done.filter((task) => task === 'old webhooks')).toHaveLength(2);
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
    const both = Promise.all([housekeeping.tick(), housekeeping.tick()]);
    goOn();
    await both;
    expect(done.filter(isWork)).toEqual(WORK);
  });

  it('dispatches cases while something is being cleared for long', async () => {
    jest.useFakeTimers();
    work = (task) => (task === 'sandboxes' ? new Promise(() => undefined) : Promise.resolve(0));
    housekeeping.start();
    await jest.advanceTimersByTimeAsync(3 * TICK_MS);
    expect(done.filter((task) => task === 'cases')).toHaveLength(4);
    expect(done.filter((task) => task === 'sandboxes')).toHaveLength(1);
  });

  it('asks what takes long to end after ten seconds, and goes on with the next task', async () => {
    jest.useFakeTimers();
    work = (task, signal) => (task === 'sandboxes' ? endOf(signal) : Promise.resolve(0));
    housekeeping.start();
    await jest.advanceTimersByTimeAsync(9999);
    expect(done).not.toContain('webhooks');
    await jest.advanceTimersByTimeAsync(1);
    expect(done).toContain('webhooks');
    await housekeeping.stop();
  });

  it('asks it to end when the process stops', async () => {
    work = (task, signal) => (task === 'sandboxes' ? endOf(signal) : Promise.resolve(0));
    housekeeping.start();
    await housekeeping.stop();
    expect(done).not.toContain('webhooks');
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
    expect(done.filter(isWork)).toEqual([]);
    done = [];
    await jest.advanceTimersByTimeAsync(5 * TICK_MS);
    expect(done).toEqual([]);
  });
});

const endOf = (signal: AbortSignal): Promise<number> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(0)));
