import { readFileSync } from 'node:fs';

/**
 * Tells a process from a later one that was given the same pid.
 * @returns the start time of the process in clock ticks since boot (proc(5), field 22), `''` where the system
 * has no /proc
 */
export function startTicksOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name in parentheses may itself hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
