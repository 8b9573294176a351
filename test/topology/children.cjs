// Programs that a topology starts. Whatever happens to us, none of them outlives us.
const { spawn } = require('node:child_process');
const { once } = require('node:events');

const running = new Set();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function startChild(command, args, options = {}) {
  const child = spawn(command, args, options);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

const isGone = (child) => child.exitCode !== null || child.signalCode !== null;

/**
 * Sends a signal and waits for the end; whoever has not ended by `limitMs` is killed.
 * @returns whether it ended by itself
 */
async function endChild(child, signal, limitMs) {
  if (isGone(child)) return true;
  const gone = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  await gone;
  clearTimeout(timer);
  return child.signalCode !== 'SIGKILL';
}

module.exports = { startChild, endChild, isGone };
