import { NoTurnError, Turns } from './turns';

/** Work that ends when it is told to. */
function job() {
  let end!: () => void;
  let fail!: (error: Error) => void;
  const done = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  const state = { started: false };
  const work = () => {
    state.started = true;
    return done;
  };
  return { work, state, end, fail };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('runs so many at a time, and the rest in the order in which they came', async () => {
    const turns = new Turns(2, 10);
    const jobs = [job(), job(), job(), job()];
    const all = jobs.map(({ work }) => turns.take(work));
    const started = () => jobs.map(({ state }) => state.started);
    await settle();
    expect(started()).toEqual([true, true, false, false]);
    jobs[1]?.end();
    await settle();
    expect(started()).toEqual([true, true, true, false]);
    for (const { end } of jobs) end();
    await Promise.all(all);
    expect(started()).toEqual([true, true, true, true]);
  });

  it('sends away what cannot even wait, and takes more once there is room', async () => {
    const turns = new Turns(1, 1);
    const [first, second] = [job(), job()];
    const running = [turns.take(first.work), turns.take(second.work)];
    await expect(turns.take(() => Promise.resolve())).rejects.toThrow(NoTurnError);
    first.end();
    second.end();
    await Promise.all(running);
    await expect(turns.take(() => Promise.resolve('done'))).resolves.toBe('done');
  });

  it('gives a turn back when the work fails', async () => {
    const turns = new Turns(1, 0);
    await expect(turns.take(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(turns.take(() => Promise.resolve('done'))).resolves.toBe('done');
  });
});
