import { mkdirSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { startTicksOf } from './process-identity';

/** The folder belongs to a process that is still alive. The message is one sentence for the operator. */
export class FolderInUseError extends Error {}

interface LockContent {
  pid: number;
  startTicks: string;
  startedAt: string;
  host: string;
}

const LOCK_FILE = '.lock';

/**
 * Takes a data folder for this process. Two processes on one PGlite folder both open it without an error, and
 * what the later one writes is lost; hence our own lock.
 *
 * A lock whose process is dead on this machine is taken over.
 *
 * @returns a function that gives the folder back
 * @throws FolderInUseError if a live process holds it
 */
export function lockFolder(folder: string, now: () => Date): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, LOCK_FILE);
  const content: LockContent = {
    pid: process.pid,
    startTicks: startTicksOf(process.pid) ?? '',
    startedAt: now().toISOString(),
    host: hostname(),
  };
  if (!createExclusively(path, content)) {
    const holder = readLock(folder);
    if (holder && isAlive(holder)) {
      throw new FolderInUseError(
        `The data folder ${folder} is in use by process ${holder.pid} on ${holder.host}; stop it, choose another DATA_DIR, or set DATABASE_URL to a PostgreSQL server.`,
      );
    }
    rmSync(path, { force: true });
    if (!createExclusively(path, content)) {
      throw new FolderInUseError(
        `The data folder ${folder} was taken by another process just now; try again.`,
      );
    }
  }
  return () => {
    if (readLock(folder)?.pid === process.pid) rmSync(path, { force: true });
  };
}

/** @returns the process that holds the folder now, if one is alive */
export function folderHolder(folder: string): { pid: number } | undefined {
  const holder = readLock(folder);
  return holder && isAlive(holder) ? { pid: holder.pid } : undefined;
}

function createExclusively(path: string, content: LockContent): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, JSON.stringify(content));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readLock(folder: string): LockContent | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, LOCK_FILE), 'utf8')) as LockContent;
  } catch {
    return undefined;
  }
}

/** A lock of another machine (a shared volume) cannot be checked, so it counts as alive. */
function isAlive(holder: LockContent): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startTicksOf(holder.pid) === holder.startTicks;
}
