import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadline, withDeadline } from './deadline';

describe('withDeadline', () => {
  it('hands on what came in time', async () => {
    await expect(withDeadline(Promise.resolve(1), 50)).resolves.toBe(1);
    await expect(withDeadline(Promise.reject(new Error('no')), 50)).rejects.toThrow('no');
  });

  it('rejects when nothing comes', async () => {
    await expect(withDeadline(new Promise(() => undefined), 20)).rejects.toThrow('no answer within 20 ms');
  });

  it('takes an answer that arrived while this process was busy', async () => {
    const server = createServer((socket) => socket.end('answer'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    // The server runs in this process too: give it one turn to answer, then block past the deadline.
    await new Promise((resolve) => socket.once('connect', resolve));
    const late = withDeadline(answer, 20);
    const end = Date.now() + 60;
    await new Promise((resolve) => setImmediate(resolve));
    while (Date.now() < end) continue;
    const outcome = await late.catch((error: Error) => error.message);
    server.close();
    expect(outcome).toBe('answer');
  });
});

describe('Deadline', () => {
  const never = () => new Promise<string>(() => undefined);
  const outcomeOf = (work: Promise<string>) => work.catch((error: Error) => error.message);
  const same = (value: string): string => value;

  it('gives all work the same time, whenever it began, and lets through what is done', async () => {
    const deadline = new Deadline(60);
    const begin = performance.now();
    const first = outcomeOf(deadline.guard(never(), same)).then(() => performance.now() - begin);
    await sleep(40);
    const second = outcomeOf(deadline.guard(never(), same)).then(() => performance.now() - begin);
    expect(await deadline.guard(Promise.resolve('done'), (value) => `${value}!`)).toBe('done!');
    expect(await first).toBeGreaterThanOrEqual(59);
    expect(await first).toBeLessThan(95);
    expect(await second).toBeGreaterThanOrEqual(99);
  });

  it('watches over work that begins after a pause', async () => {
    const deadline = new Deadline(20);
    expect(await outcomeOf(deadline.guard(never(), same))).toBe('no answer within 20 ms');
    await sleep(40);
    expect(await outcomeOf(deadline.guard(never(), same))).toBe('no answer within 20 ms');
  });

  it('hands on an answer that cannot be read as an error', async () => {
    const unreadable = new Deadline(20).guard(Promise.resolve(''), (): string => {
      throw new Error('unreadable');
    });
    await expect(unreadable).rejects.toThrow('unreadable');
  });

  it('arms one timer for all work under way', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const deadline = new Deadline(1000);
    const calls = Array.from({ length: 100 }, (_, call) => deadline.guard(Promise.resolve(call), Number));
    await Promise.all(calls);
    expect(timers).toHaveBeenCalledTimes(1);
    timers.mockRestore();
  });
});
