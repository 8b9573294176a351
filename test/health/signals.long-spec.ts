import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/servers.cjs';
import { createTestDatabase } from '../support/test-database';
import { until } from '../support/until';

const ROOT = join(__dirname, '../..');
const START_LIMIT_MS = 60_000;
const SCRIPTS = { server: 'dist/apps/api/src/main.js', worker: 'dist/apps/worker/src/main.js' } as const;

/** A built process, with its probes on a port of their own. */
class Subject {
  output = '';
  private readonly gone: Promise<unknown>;

  private constructor(
    readonly child: ChildProcess,
    readonly probes: string,
  ) {
    this.gone = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  static async start(script: keyof typeof SCRIPTS, env: Record<string, string>): Promise<Subject> {
    const port = await freePort();
    const child = spawn(process.execPath, [SCRIPTS[script]], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, METRICS_PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const subject = new Subject(child, `http://127.0.0.1:${port}`);
    await until(async () => {
      if (child.exitCode !== null) throw new Error(subject.output);
      return (await subject.readiness())?.status === 200 || undefined;
    }, START_LIMIT_MS);
    return subject;
  }

  async readiness(): Promise<{ status: number; body: any } | undefined> {
    const reply = await fetch(`${this.probes}/readyz`).catch(() => undefined);
    return reply && { status: reply.status, body: await reply.json() };
  }

  /** @returns the signal it ended by */
  async end(): Promise<NodeJS.Signals | null> {
    await this.gone;
    return this.child.signalCode;
  }
}

describe('SIGTERM', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'duvo-signals-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lets a server serve on for SHUTDOWN_DELAY_MS, not ready, and ends it by that signal', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = await Subject.start('server', {
      PORT: String(port),
      DATA_DIR: folder,
      DEMO_DATA: 'off',
      SHUTDOWN_DELAY_MS: '1500',
    });
    const beganAt = performance.now();
    server.child.kill('SIGTERM');
    const closing = await until(async () => {
      const readiness = await server.readiness();
      return readiness?.status === 503 ? readiness : undefined;
    });
    expect(performance.now() - beganAt).toBeLessThan(1000);
    expect(closing.body).toMatchObject({ status: 'draining', database: { status: 'up' } });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
    // Orchestrators repeat themselves.
    server.child.kill('SIGTERM');
    expect((await fetch(`${url}/v1/agents`, { headers: { 'x-request-id': 'the-last-one' } })).status).toBe(
      401,
    );
    expect(await server.end()).toBe('SIGTERM');
    expect(performance.now() - beganAt).toBeGreaterThan(1490);
    expect(server.output).toContain('"the-last-one"');
  }, 120_000);

  it('closes at once on Ctrl-C, also while a SIGTERM waits', async () => {
    const server = await Subject.start('server', {
      PORT: String(await freePort()),
      DATA_DIR: folder,
      DEMO_DATA: 'off',
      SHUTDOWN_DELAY_MS: '60000',
    });
    server.child.kill('SIGTERM');
    await until(async () => (await server.readiness())?.status === 503 || undefined);
    server.child.kill('SIGINT');
    expect(await server.end()).toBe('SIGINT');
  }, 120_000);

  it('ends a worker, which has probes of its own', async () => {
    const database = await createTestDatabase();
    const worker = await Subject.start('worker', {
      DATABASE_URL: database.url,
      ENCRYPTION_KEY: process.env.ENCRYPTION_KEY ?? '',
    });
    expect((await fetch(`${worker.probes}/livez`)).status).toBe(200);
    expect((await worker.readiness())?.body).toMatchObject({ status: 'ready', migrations: 'complete' });
    worker.child.kill('SIGTERM');
    expect(await worker.end()).toBe('SIGTERM');
    await database.drop();
  }, 120_000);
});
