import type { Socket } from 'node:net';
import { MAX_LINE_LENGTH } from './protocol';

/** Calls `onLine` for every line that arrives; hangs up on a peer whose line does not end. */
export function readLines(socket: Socket, onLine: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.filter((line) => line.trim() !== '').forEach(onLine);
    if (rest.length > MAX_LINE_LENGTH) socket.destroy();
  });
}
