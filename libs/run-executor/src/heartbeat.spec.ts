import type { HeldRun } from '@app/public-api';
import { Heartbeat } from './heartbeat';

const HELD = { leaseId: 'lease-1' } as HeldRun;

describe('Heartbeat', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const beating = (renew: () => Promise<boolean>, leaseMs: number): Heartbeat =>
    new Heartbeat({ renew }, HELD, leaseMs);

  it.each([
    [600_000, 2000],
    [30_000, 2000],
    [2000, 2000 / 3],
  ])('keeps a lease of %i ms by a look every %i ms', async (leaseMs, every) => {
    const renew = jest.fn().mockResolvedValue(true);
    const heartbeat = beating(renew, leaseMs);
    await jest.advanceTimersByTimeAsync(every * 3 + 5);
    expect(renew).toHaveBeenCalledTimes(3);
    expect(renew).toHaveBeenCalledWith(HELD, leaseMs);
    expect(heartbeat.signal.aborted).toBe(false);
    heartbeat.stop();
    await jest.advanceTimersByTimeAsync(every * 3);
    expect(renew).toHaveBeenCalledTimes(3);
  });

  it('fires once the run is not held any more, and asks no more', async () => {
    const renew = jest.fn().mockResolvedValueOnce(true).mockResolvedValue(false);
    const heartbeat = beating(renew, 30_000);
    await jest.advanceTimersByTimeAsync(2000);
    expect(heartbeat.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(2000);
    expect(heartbeat.signal.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it('goes on while the store does not answer: the lease may outlast that', async () => {
    const renew = jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(true);
    const heartbeat = beating(renew, 30_000);
    await jest.advanceTimersByTimeAsync(4000);
    expect(renew).toHaveBeenCalledTimes(2);
    expect(heartbeat.signal.aborted).toBe(false);
    heartbeat.stop();
  });

  it('asks a slow store one thing at a time', async () => {
    const renew = jest.fn(() => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 9000)));
    const heartbeat = beating(renew, 30_000);
    await jest.advanceTimersByTimeAsync(10_500);
    expect(renew).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(2000);
    expect(renew).toHaveBeenCalledTimes(2);
    heartbeat.stop();
  });
});
