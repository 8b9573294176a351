import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const START_LIMIT_MS = 30_000;

/** A worker as it is started in production: the built program in a process of its own. */
export class WorkerProcess {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  /** @returns once it says that it is ready */
  static async start(env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/worker/src/main.js'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ENCRYPTION_KEY: process.env.ENCRYPTION_KEY, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const worker = new WorkerProcess(child);
    const deadline = Date.now() + START_LIMIT_MS;
    while (!worker.output.includes('The worker is ready.')) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The worker did not start: ${worker.output.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return worker;
  }

  /** As a power cut would: no handler runs, no lease is given back. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** As an orchestrator would. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Log lines of level error and above. */
  get errors(): Record<string, unknown>[] {
    return this.linesAbove(50);
  }

  /** @param level 40: warning, 50: error */
  linesAbove(level: number): Record<string, unknown>[] {
    const lines = this.output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
    return lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => Number(line.level) >= level);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
}
