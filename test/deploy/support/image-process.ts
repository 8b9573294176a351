import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Who may read the image and change nothing: what `USER node` is there. */
const STRANGER = { uid: 65_534, gid: 65_534 };

/** A process of the image, without the container around it. */
export class ImageProcess {
  output = '';
  /** Exit code, or the signal that ended it. */
  readonly gone: Promise<number | NodeJS.Signals>;
  private readonly child: ChildProcess;

  constructor(folder: string, words: string[], env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, words, {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(process.getuid?.() === 0 && STRANGER),
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.gone = once(this.child, 'close').then(
      ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
    );
  }

  /** @throws with everything it said, if it ends or does not say it in time */
  async says(text: string, limitMs = 60_000): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (!this.output.includes(text)) {
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The process did not say "${text}":\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** As an orchestrator ends it, with the same patience. */
  async terminate(limitMs = 30_000): Promise<number | NodeJS.Signals> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), limitMs);
    this.child.kill('SIGTERM');
    const code = await this.gone;
    clearTimeout(timer);
    return code;
  }
}
