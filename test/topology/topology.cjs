// The product as an operator with several machines runs it, as processes on this one: PostgreSQL, Redis, replicas
// of the API behind a balancer, workers. Tests, fault injection and measurements use the same one.
const { execFile } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { promisify } = require('node:util');
const { freePort, startPostgres, startRedis } = require('../support/servers.cjs');
const { Balancer } = require('./balancer.cjs');
const { ProductProcess, ROOT } = require('./product-process.cjs');

const COMMAND_LIMIT_MS = 60_000;
const OWNER_KEY = /^API key \(owner@acme\.test\): (duvo_live_\w+)$/;
const PERSON = /^Sign in: (owner@acme\.test), password (\S+)/;

/** @typedef {{ replicas?: number, workers?: number, env?: Record<string, string>, logLevel?: string }} Options */

class Topology {
  #folder = mkdtempSync(join(tmpdir(), 'duvo-topology-'));
  #stopping;
  replicas = [];
  workers = [];

  /**
   * Starts everything; whatever fails, nothing is left running.
   * @param {Options} options `env`: further settings of every process of the product
   */
  static async start(options = {}) {
    const topology = new Topology();
    try {
      await topology.#open(options);
      return topology;
    } catch (error) {
      await topology.stop();
      throw error;
    }
  }

  async #open({ replicas = 3, workers = 2, env = {}, logLevel = 'info' }) {
    process.once('exit', this.#abandon);
    [this.postgres, this.redis] = await Promise.all([startPostgres(), startRedis()]);
    const ports = await freePorts(1 + replicas);
    this.url = `http://127.0.0.1:${ports[0]}`;
    this.endpoint = `${this.url}/v1/mcp`;
    this.env = {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: `${this.postgres.url}/postgres`,
      REDIS_URL: this.redis.url,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      PUBLIC_URL: this.url,
      TRUST_PROXY: '127.0.0.1',
      DATA_DIR: this.#folder,
      DEMO_DATA: 'on',
      RUN_WORKER: 'off',
      LOG_LEVEL: logLevel,
      ...env,
    };
    this.replicas = ports.slice(1).map((port, index) => this.#replica(`api-${index + 1}`, port));
    this.workers = Array.from({ length: workers }, (_, index) => this.#worker(`worker-${index + 1}`));
    const [first, ...others] = this.replicas;
    const credentials = credentialsOf(first);
    // It brings the schema up and prints the credentials; the others would only wait for it.
    await first.start();
    Object.assign(this, await credentials);
    const names = Object.fromEntries(this.replicas.map(({ name, port }) => [name, port]));
    await Promise.all([...others, ...this.workers].map((process) => process.start()));
    this.balancer = await Balancer.start(ports[0], names);
  }

  #replica(name, port) {
    return new ProductProcess({ name, kind: 'api', port, env: { ...this.env, PORT: String(port) } });
  }

  /** A worker says at level info that it is ready. */
  #worker(name) {
    return new ProductProcess({ name, kind: 'worker', env: { ...this.env, LOG_LEVEL: 'info' } });
  }

  /** What runs, with process ids, for measurements. */
  get processes() {
    const product = [...this.replicas, ...this.workers].filter(({ isRunning }) => isRunning);
    return [
      ...product.map(({ name, pid }) => ({ name, pid })),
      { name: 'balancer', pid: this.balancer.pid },
      { name: 'redis', pid: this.redis.pid },
      { name: 'postgres', pid: this.postgres.pid },
    ];
  }

  /** Runs an operator's command. @returns the JSON that it prints */
  async command(...args) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['dist/apps/cli/src/main.js', ...args, '--json'],
      { cwd: ROOT, env: this.env, timeout: COMMAND_LIMIT_MS },
    );
    return JSON.parse(stdout);
  }

  /** @returns `{ id, key, … }` */
  createKey({ user = 'owner@acme.test', name, scopes, team }) {
    const options = Object.entries({ user, name, scopes, team }).filter(([, value]) => value !== undefined);
    return this.command('keys', 'create', ...options.flatMap(([option, value]) => [`--${option}`, value]));
  }

  /** @returns once all replicas are ready and count limits together again, or `false` after `limitMs` */
  async untilWhole(limitMs) {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const states = await Promise.all(this.replicas.map((replica) => replica.readiness()));
      if (states.every((state) => state?.isReady && !state.rate_limits?.degraded)) return true;
      if (Date.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends everything; safe to call again. */
  stop() {
    this.#stopping ??= this.#close();
    return this.#stopping;
  }

  /** We end before our time: what has no master any more must not stay. */
  #abandon = () => {
    for (const pid of [this.redis?.pid, this.postgres?.pid]) if (pid) signal(pid, 'SIGKILL');
  };

  async #close() {
    await this.balancer?.stop();
    await Promise.all([...this.replicas, ...this.workers].map((process) => process.kill()));
    await this.redis?.stop();
    await this.postgres?.stop();
    process.off('exit', this.#abandon);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

/** Different ones: a port is free again as soon as the probe lets go of it. */
async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** @returns what the first start prints, once it has */
function credentialsOf(replica) {
  return new Promise((resolve) => {
    const found = {};
    replica.onLine((line) => {
      if (typeof line !== 'string') return;
      const [, ownerKey] = OWNER_KEY.exec(line) ?? [];
      const [, email, password] = PERSON.exec(line) ?? [];
      if (ownerKey) found.ownerKey = ownerKey;
      if (email) found.person = { email, password };
      if (found.ownerKey && found.person) resolve(found);
    });
  });
}

module.exports = { Topology };
