// CPU time of PostgreSQL, which is a process per connection.
import { readdirSync, readFileSync } from 'node:fs';
import { cpuTimeOf } from '../lib/processes.mjs';

/** @returns {Map<number, number>} CPU time of a process and of each of its children, in milliseconds */
export function familyTimes(pid) {
  const family = [
    pid,
    ...readdirSync('/proc')
      .map(Number)
      .filter((one) => one > 0 && parentOf(one) === pid),
  ];
  return new Map(family.map((one) => [one, cpuTimeOf([one]) ?? 0]));
}

/** @returns {number} what a family has used between two looks, children that came meanwhile included */
export function usedBetween(before, after) {
  let used = 0;
  for (const [pid, time] of after) used += time - (before.get(pid) ?? 0);
  return used;
}

function parentOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
