import 'reflect-metadata';
import { loadConfig } from '@app/config';
import { runCli } from './run-cli';

let isOpen = true;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `… | head` has seen enough.
  if (error.code !== 'EPIPE') throw error;
  isOpen = false;
});

const code = runCli(process.argv.slice(2), () => loadConfig(), {
  out: (text) => void process.stdout.write(text),
  isOpen: () => isOpen,
  err: (text) => void process.stderr.write(text),
  input: async () => {
    // What is typed at a terminal would stay on the screen.
    if (process.stdin.isTTY) return '';
    process.stdin.setEncoding('utf8');
    let text = '';
    for await (const part of process.stdin) text += part as string;
    return text;
  },
});

void code.then((exitCode) => {
  // After a failed start connections may still be open; what was written is on its way before the process ends.
  process.exitCode = exitCode;
  process.stdout.write('', () => process.exit());
});
