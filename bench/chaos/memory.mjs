import { readFileSync, readdirSync } from 'node:fs';
import { residentMemoryOf } from '../lib/processes.mjs';

/** @returns memory of a process and those it has started, in KiB; what they share counts once */
function proportionalMemoryOf(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const text = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ');
  });
  return [pid, ...children].reduce((sum, id) => sum + shareOf(id), 0);
}

function shareOf(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    // It has ended in the meantime.
    return 0;
  }
}

/** Looks at the memory of processes now and then. */
export class MemoryWatch {
  #timer;
  /** By name, in KiB, in order. */
  samples = new Map();

  /** @param processes `{ name, pid }` */
  constructor(processes, everyMs) {
    for (const { name } of processes) this.samples.set(name, []);
    this.#timer = setInterval(() => {
      for (const { name, pid } of processes) {
        const kib = name === 'postgres' ? proportionalMemoryOf(pid) : residentMemoryOf(pid);
        this.samples.get(name).push(kib);
      }
    }, everyMs);
  }

  stop() {
    clearInterval(this.#timer);
  }
}

/** @returns mean of the quarters of a row of samples */
export function quartersOf(samples) {
  const length = Math.floor(samples.length / 4);
  return [0, 1, 2, 3].map((quarter) => mean(samples.slice(quarter * length, (quarter + 1) * length)));
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
