import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/servers.cjs';
import { until } from '../support/until';

const ROOT = join(__dirname, '../..');

/** Starts the built server and makes a call. @returns how many files of OpenTelemetry it has then read */
async function filesRead(env: Readonly<Record<string, string>>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'duvo-lazy-'));
  const port = await freePort();
  const preload = join(__dirname, 'loaded-packages.cjs');
  const child = spawn(process.execPath, ['--require', preload, 'dist/apps/api/src/main.js'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: folder, DEMO_DATA: 'off', ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = once(child, 'exit');
  try {
    await until(async () => {
      const reply = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      return reply?.status === 200 || undefined;
    }, 60_000);
    await fetch(`http://127.0.0.1:${port}/v1/agents`);
    const answer = once(child, 'message');
    child.send('which?');
    const [{ count }] = (await answer) as [{ count: number }];
    return count;
  } finally {
    child.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('OpenTelemetry', () => {
  it('is not read unless traces are wanted', async () => {
    expect(await filesRead({})).toBe(0);
    expect(await filesRead({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })).toBeGreaterThan(50);
  }, 180_000);
});
