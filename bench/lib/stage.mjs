// Starts what is measured: databases, the product in three shapes, the peers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODERN, listMessage, post } from './messages.mjs';
import { BENCH, ROOT, requireFromProduct } from './paths.mjs';
import { startServer } from './processes.mjs';

const { freePort, startPostgres, startRedis } = requireFromProduct('./test/support/servers.cjs');

export const MANY_TOOLS = 380;
const MAIN = join(ROOT, 'dist/apps/api/src/main.js');
/** No measured call may be refused: these are the largest limits that the configuration takes. */
const LIMITS = ['api', 'api_user', 'api_team', 'unauthenticated']
  .map((name) => `${name}=100000/10`)
  .join(',');

/** Everything that was started, in order; `stop` ends it in the opposite one. */
export class Stage {
  #parts = [];
  #folder = mkdtempSync(join(tmpdir(), 'duvo-bench-'));
  encryptionKey = randomBytes(32).toString('base64');

  /** PostgreSQL with the demo data, and a key of its owner. */
  async openDatabase() {
    const postgres = await this.#keep(startPostgres());
    this.databaseUrl = `${postgres.url}/postgres`;
    this.postgresPid = postgres.pid;
    this.key = await this.#seed();
  }

  /** The product as it is, limiter in process or in Redis. */
  async startProduct({ redis = false, nodeArgs = [], env = {} } = {}) {
    const store = redis ? await this.#keep(startRedis()) : undefined;
    const all = { ...this.#env(), ...(store && { REDIS_URL: store.url }), ...env };
    return this.#keep(startServer({ script: MAIN, port: await freePort(), env: all, nodeArgs }));
  }

  /** The product on its embedded database, with demo data, and a key of its owner. */
  async startEmbedded({ nodeArgs = [], env = {} } = {}) {
    const own = { DATABASE_URL: '', DATA_DIR: mkdtempSync(join(this.#folder, 'embedded-')) };
    const key = await this.#seed(own);
    return { key, product: await this.startProduct({ nodeArgs, env: { ...own, ...env } }) };
  }

  /** @returns a path in the folder that goes with the stage */
  fileFor(name) {
    return join(this.#folder, name);
  }

  /** The product with synthetic operations, so that it has 380 in all. */
  async startLargeProduct(ownTools, more = {}) {
    const env = { ...this.#env(), BENCH_SYNTHETIC_OPERATIONS: String(MANY_TOOLS - ownTools), ...more };
    const script = join(BENCH, 'product/many-tools.mjs');
    return this.#keep(startServer({ script, port: await freePort(), env }));
  }

  /** A peer that registers these tools and forwards each call to the product's REST API. */
  async startPeer(name, tools, upstream) {
    const file = join(this.#folder, `tools-${tools.length}.json`);
    writeFileSync(file, JSON.stringify(tools));
    const env = {
      NODE_ENV: 'production',
      BENCH_TOOL_FILE: file,
      BENCH_UPSTREAM: upstream.url,
      BENCH_KEY: this.key,
    };
    const script = join(BENCH, 'peers', `${name}.mjs`);
    return this.#keep(startServer({ script, port: await freePort(), env }));
  }

  /** A small server that goes with a measurement. */
  async startHelper(script, env = {}) {
    return this.#keep(startServer({ script, port: await freePort(), env }));
  }

  /** The settings of everything that is started here. */
  environment() {
    return this.#env();
  }

  async stop() {
    for (const part of this.#parts.reverse()) await part.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #env() {
    return {
      NODE_ENV: 'production',
      DATABASE_URL: this.databaseUrl,
      ENCRYPTION_KEY: this.encryptionKey,
      DATA_DIR: this.#folder,
      DEMO_DATA: 'off',
      RATE_LIMITS: LIMITS,
    };
  }

  /** The first start seeds and prints the owner's key; measured starts come after it and print nowhere. */
  async #seed(own = {}) {
    const env = {
      ...process.env,
      ...this.#env(),
      ...own,
      DEMO_DATA: 'on',
      PORT: String(await freePort()),
    };
    const child = spawn(process.execPath, [MAIN], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const key = await new Promise((resolve, reject) => {
      const read = (chunk) => {
        text += chunk;
        const match = /duvo_live_[0-9A-Za-z]+/.exec(text);
        if (match) resolve(match[0]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(`The product printed no key:\n${text.slice(-4000)}`)));
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
    return key;
  }

  async #keep(starting) {
    const part = await starting;
    this.#parts.push(part);
    return part;
  }
}

/**
 * @returns the product's own list, each tool with method and path of its operation, ready for a peer to register
 */
export async function toolsOf(product, key) {
  const { result } = await post(product, key, listMessage(MODERN));
  const document = await (await fetch(`${product.url}/openapi.json`)).json();
  const routes = new Map();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      routes.set(operation.operationId, { method: method.toUpperCase(), path });
    }
  }
  return result.tools.map(({ name, description, inputSchema, annotations }) => ({
    name,
    description,
    inputSchema,
    annotations,
    operation: routes.get(name),
  }));
}
