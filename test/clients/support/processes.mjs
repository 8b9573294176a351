// Child processes and scratch files of a run. Whatever happens, none of them outlives it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Longest time that one short-lived child may take, in milliseconds. */
const CHILD_LIMIT = 60_000;

const groups = new Set();
const strays = new Set();
const folders = new Set();

process.once('exit', () => {
  for (const pid of groups) kill(-pid, 'SIGKILL');
  for (const pidOf of strays) if (pidOf()) kill(pidOf(), 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

/** @returns a new empty folder, removed at the end of the run */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-clients-'));
  folders.add(folder);
  return folder;
}

/** Ends the run with exit code 1 if it takes longer than `milliseconds`. */
export function limitRun(milliseconds) {
  const timer = setTimeout(() => {
    process.stdout.write(`FAIL  the run took longer than ${milliseconds / 1000} s\n`);
    process.exit(1);
  }, milliseconds);
  timer.unref();
}

/** Ends with the run a child that somebody else starts; `pidOf` gives its id once it has one. */
export function trackChild(pidOf) {
  strays.add(pidOf);
}

/** Starts a child in a process group of its own, so that its own children can be ended with it. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true });
  groups.add(child.pid);
  child.once('exit', () => groups.delete(child.pid));
  return child;
}

/** Ends a child and its children. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  kill(-child.pid, 'SIGTERM');
  const timer = setTimeout(() => kill(-child.pid, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}

/**
 * Runs a child to its end.
 * @returns exit code (`null` if it was ended for taking too long) and everything it wrote
 */
export function run(command, args, { limit = CHILD_LIMIT, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, options);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const timer = setTimeout(() => kill(-child.pid, 'SIGKILL'), limit);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}
