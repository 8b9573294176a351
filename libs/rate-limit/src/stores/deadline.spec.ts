import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { withDeadline } from './deadline';

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
