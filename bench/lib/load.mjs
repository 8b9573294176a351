import { fork } from 'node:child_process';
import { join } from 'node:path';
import { BENCH } from './paths.mjs';
import { cpuTimeOf } from './processes.mjs';

/** The load generator, in a process of its own. It shares the cores of the machine with what it measures. */
export class Load {
  #child = fork(join(BENCH, 'lib/load-worker.mjs'));

  /**
   * Puts a server under load, for some seconds or for an amount of requests, at `rate` requests per second or as
   * fast as it answers.
   * @param {{ url: string, method: string, headers: object, body?: string, refusals: string[], pids: number[] }} request
   * @returns throughput (requests per second), p50 and p99 (milliseconds), CPU time of the servers per request
   *   (microseconds), bytes per reply
   * @throws if a single reply was not a 200, or held one of the strings that mean a refusal
   */
  async run({ pids, label, ...request }, { seconds, amount, connections, rate }) {
    const before = cpuTimeOf(pids);
    const measured = await this.#ask({ ...request, seconds, amount, connections, rate });
    const after = cpuTimeOf(pids);
    if (measured.faults.length > 0) {
      throw new Error(`${label}: not every reply was a success: ${measured.faults.join('; ')}`);
    }
    const cpu = before === undefined ? null : ((after - before) * 1000) / measured.total;
    return { ...measured, cpuMicros: cpu };
  }

  stop() {
    this.#child.disconnect();
  }

  #ask(job) {
    return new Promise((resolve, reject) => {
      const failed = (code) => reject(new Error(`The load generator ended (${code}).`));
      this.#child.once('exit', failed);
      this.#child.once('message', (answer) => {
        this.#child.off('exit', failed);
        resolve(answer);
      });
      this.#child.send(job);
    });
  }
}
