import { readFile } from 'node:fs/promises';
import { runOpenapiTools } from './run-openapi-tools';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `… | head` has seen enough.
  if (error.code !== 'EPIPE') throw error;
});

const code = runOpenapiTools(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  readFile: (path) => readFile(path, 'utf8'),
  input: async () => {
    process.stdin.setEncoding('utf8');
    let text = '';
    for await (const part of process.stdin) text += part as string;
    return text;
  },
});

void code.then((exitCode) => {
  process.exitCode = exitCode;
});
