// What a run prints: a line per check, and the count as the very last line.
import { AssertionError } from 'node:assert';

/** Longest time that one check may take, in milliseconds. */
const CHECK_LIMIT = 90_000;

export class Report {
  #passed = 0;
  #failed = 0;

  get failed() {
    return this.#failed;
  }

  /** Runs one check; what it throws is its failure. */
  async check(subject, claim, body) {
    const label = `${subject.padEnd(34)} ${claim}`;
    try {
      await withLimit(body());
      this.#passed += 1;
      process.stdout.write(`ok    ${label}\n`);
    } catch (error) {
      this.#failed += 1;
      process.stdout.write(`FAIL  ${label}\n${indent(describe(error))}\n`);
    }
  }

  /** Prints the count and leaves with 1 if anything failed or nothing ran. */
  finish() {
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed\n`, () => {
      process.exit(this.#failed === 0 && this.#passed > 0 ? 0 : 1);
    });
  }
}

function withLimit(promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${CHECK_LIMIT / 1000} s`)), CHECK_LIMIT);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

function describe(error) {
  if (error instanceof AssertionError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function indent(text) {
  return text.replaceAll(/^/gm, '      ');
}
