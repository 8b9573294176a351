import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUseError, folderHolder, lockFolder } from './folder-lock';
import { startTicksOf } from './process-identity';

const now = () => new Date('2026-01-01T00:00:00Z');

describe('lockFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'duvo-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const writeLock = (holder: object): void =>
    writeFileSync(join(folder, '.lock'), JSON.stringify({ startedAt: '', host: hostname(), ...holder }));

  it('takes a free folder, names the holder, and gives it back', () => {
    const unlock = lockFolder(folder, now);
    expect(JSON.parse(readFileSync(join(folder, '.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(folderHolder(folder)).toEqual({ pid: process.pid });
    unlock();
    expect(existsSync(join(folder, '.lock'))).toBe(false);
    expect(folderHolder(folder)).toBeUndefined();
  });

  it('refuses a folder of a live process with one sentence that names the fix', () => {
    lockFolder(folder, now);
    expect(() => lockFolder(folder, now)).toThrow(FolderInUseError);
    expect(() => lockFolder(folder, now)).toThrow(
      new RegExp(
        `in use by process ${process.pid} .*; stop it, choose another DATA_DIR, or set DATABASE_URL`,
      ),
    );
  });

  it('takes over from a process that has died', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    writeLock({ pid: child.pid, startTicks: '1' });
    expect(() => lockFolder(folder, now)).not.toThrow();
  });

  it('takes over from a process whose pid now belongs to another one', () => {
    writeLock({ pid: process.pid, startTicks: '1' });
    expect(() => lockFolder(folder, now)).not.toThrow();
  });

  it('takes over from a killed process that nobody has reaped', async () => {
    // The shell never waits for its child, so that the child stays a zombie.
    const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30']);
    try {
      const [line] = (await once(shell.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      while (startTicksOf(pid) !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      writeLock({ pid, startTicks: '1' });
      expect(folderHolder(folder)).toBeUndefined();
      expect(() => lockFolder(folder, now)).not.toThrow();
    } finally {
      shell.kill('SIGKILL');
    }
  });

  it('believes a lock of another machine, which it cannot check', () => {
    writeLock({ pid: 1, startTicks: '1', host: 'elsewhere' });
    expect(() => lockFolder(folder, now)).toThrow(FolderInUseError);
  });
});
