import { Alarm } from './alarm';

describe('Alarm', () => {
  let alarm: Alarm;
  beforeEach(() => {
    jest.useFakeTimers();
    alarm = new Alarm();
  });
  afterEach(() => jest.useRealTimers());

  const sleeper = (ms: number): { awake: boolean } => {
    const state = { awake: false };
    void alarm.sleep(ms).then(() => (state.awake = true));
    return state;
  };

  it('ends a sleep when its time is over', async () => {
    const state = sleeper(1000);
    await jest.advanceTimersByTimeAsync(999);
    expect(state.awake).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(state.awake).toBe(true);
  });

  it('ends a sleep at once when it rings, and leaves no timer', async () => {
    const state = sleeper(1000);
    alarm.ring();
    await jest.advanceTimersByTimeAsync(0);
    expect(state.awake).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('cuts the next sleep, and only that, when it rang before', async () => {
    alarm.ring();
    alarm.ring();
    const first = sleeper(1000);
    await jest.advanceTimersByTimeAsync(0);
    expect(first.awake).toBe(true);
    const second = sleeper(1000);
    await jest.advanceTimersByTimeAsync(999);
    expect(second.awake).toBe(false);
  });
});
