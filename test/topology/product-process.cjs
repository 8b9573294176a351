// One process of the built product: a replica of the API, or a worker.
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');
const { endChild, isGone, startChild } = require('./children.cjs');

const ROOT = join(__dirname, '../..');
const START_LIMIT_MS = 90_000;
/** Longer than any time limit of the way out that tests set. */
const END_LIMIT_MS = 60_000;
const WARNING = 40;
/** What is kept to explain a start that failed. */
const LAST_LINES = 40;

const SCRIPTS = { api: 'dist/apps/api/src/main.js', worker: 'dist/apps/worker/src/main.js' };

class ProductProcess {
  #child;
  #listeners = new Set();
  #tail = [];
  /** Log lines of level warning and above since the first start, parsed. */
  warnings = [];

  /** @param {{ name: string, kind: 'api' | 'worker', port?: number, env: Record<string, string> }} options */
  constructor({ name, kind, port, env }) {
    this.name = name;
    this.kind = kind;
    this.port = port;
    this.url = port === undefined ? undefined : `http://127.0.0.1:${port}`;
    this.env = env;
  }

  get pid() {
    return this.#child?.pid;
  }

  get isRunning() {
    return this.#child !== undefined && !isGone(this.#child);
  }

  /** Calls `listener` with each line of output, parsed where it is JSON. */
  onLine(listener) {
    this.#listeners.add(listener);
  }

  /** @returns once it is ready to serve, or to work */
  async start() {
    const child = startChild(process.execPath, ['--enable-source-maps', SCRIPTS[this.kind]], {
      cwd: ROOT,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#tail = [];
    let isWorking = false;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        isWorking ||= line.includes('The worker is ready.');
        this.#take(line);
      });
    }
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(this.kind === 'worker' ? isWorking : await this.isReady())) {
      if (isGone(child) || Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new Error(`${this.name} did not start:\n${this.#tail.join('\n')}`);
      }
      await sleep(50);
    }
  }

  /** @returns body of its readiness, whatever its status; `undefined` if nobody answers within a second */
  async readiness() {
    try {
      const response = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1000) });
      return { ...(await response.json()), isReady: response.status === 200 };
    } catch {
      return undefined;
    }
  }

  async isReady() {
    return (await this.readiness())?.isReady === true;
  }

  /** As a power cut would: no handler runs, nothing is flushed. */
  async kill() {
    if (this.#child) await endChild(this.#child, 'SIGKILL', END_LIMIT_MS);
  }

  /** As an orchestrator would. @returns whether it ended by itself */
  async terminate() {
    return this.#child ? endChild(this.#child, 'SIGTERM', END_LIMIT_MS) : true;
  }

  #take(line) {
    this.#tail.push(line);
    if (this.#tail.length > LAST_LINES) this.#tail.shift();
    const entry = line.startsWith('{"level":') ? parse(line) : undefined;
    if (entry?.level >= WARNING) this.warnings.push(entry);
    for (const listener of this.#listeners) listener(entry ?? line, this);
  }
}

/** The last line of a process that was killed may be cut off. */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

module.exports = { ProductProcess, ROOT };
