import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../support/servers.cjs';

const ROOT = join(__dirname, '../../..');
const START_LIMIT_MS = 60_000;

/** Builds the product if a source file is newer than its build. */
export function ensureBuild(): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/ensure-build.mjs'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed: ${stderr}`);
}

/** The product as it is started in production: the built program in a process of its own. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private output = '';
  readonly url: string;

  private constructor(
    private readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), env);
    await server.start();
    return server;
  }

  /** The key that the first start printed. */
  get printedKey(): string {
    const key = /duvo_live_[0-9A-Za-z]{36}/.exec(this.output)?.[0];
    if (!key) throw new Error(`No key was printed: ${this.output.slice(0, 1000)}`);
    return key;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/api/src/main.js'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        ENCRYPTION_KEY: process.env.ENCRYPTION_KEY,
        PORT: String(this.port),
        LOG_LEVEL: 'warn',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    const before = this.output.length;
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(this.output.slice(before).includes('MCP endpoint:') && (await this.isReady()))) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The server did not start: ${this.output.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** As a power cut would: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).status === 200;
    } catch {
      return false;
    }
  }
}
