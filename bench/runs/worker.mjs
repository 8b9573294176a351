import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.mjs';

const MAIN = join(ROOT, 'dist/apps/worker/src/main.js');
const READY = 'The worker is ready.';

/** Starts a process that executes runs, and waits until it does. */
export async function startWorker(env) {
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: { ...process.env, ...env, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let text = '';
  await new Promise((resolve, reject) => {
    const read = (chunk) => {
      text = (text + chunk).slice(-4000);
      if (text.includes(READY)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`The worker ended at once:\n${text}`)));
  });
  return {
    pid: child.pid,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
