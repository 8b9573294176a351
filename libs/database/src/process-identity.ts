import { readFileSync } from 'node:fs';

/**
 * Tells a process from a later one that was given the same pid, and from a dead one that nobody has reaped.
 * @returns the start time of the process in clock ticks since boot (proc(5), fields 3 and 22); `''` where the
 * system has no /proc, `undefined` for a zombie
 */
export function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name in parentheses may itself hold spaces and parentheses.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : (rest[18] ?? '');
  } catch {
    return '';
  }
}
