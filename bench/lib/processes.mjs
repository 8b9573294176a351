import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './paths.mjs';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;
/** Linux counts CPU time of a process in hundredths of a second. */
const TICK_MS = 10;

/**
 * Starts a Node program that listens on a port, and waits until it does. Its standard output is dropped, as a
 * pipe that somebody must drain would cost the machine it shares with the measurement.
 *
 * @param {{ script: string, port: number, env?: Record<string, string>, nodeArgs?: string[] }} program
 */
export async function startServer({ script, port, env = {}, nodeArgs = [] }) {
  const child = spawn(process.execPath, [...nodeArgs, script], {
    cwd: ROOT,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-4000)));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await untilListening(child, port, () => errors);
  return {
    port,
    pid: child.pid,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      const late = sleep(STOP_TIMEOUT_MS, 'late', { ref: false });
      if ((await Promise.race([exited, late])) === 'late') child.kill('SIGKILL');
    },
  };
}

async function untilListening(child, port, errors) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.at(-1)} ended at once:\n${errors()}`);
    if (await isOpen(port)) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`Nothing listens on port ${port} after ${START_TIMEOUT_MS / 1000} s:\n${errors()}`);
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** @returns {number | undefined} CPU time that processes have used, in milliseconds; undefined where /proc is missing */
export function cpuTimeOf(pids) {
  try {
    return pids.reduce((sum, pid) => sum + cpuTicksOf(pid) * TICK_MS, 0);
  } catch {
    return undefined;
  }
}

function cpuTicksOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name, field 2, may hold spaces; what follows its closing bracket does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** @returns {number} resident memory of a process, in KiB */
export function residentMemoryOf(pid) {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]);
}
