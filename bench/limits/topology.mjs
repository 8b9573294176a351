// Three replicas of the built product on one PostgreSQL and one Redis.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BENCH, requireFromProduct, ROOT } from '../lib/paths.mjs';
import { Stage } from '../lib/stage.mjs';

const pg = requireFromProduct('pg');
const { Redis } = requireFromProduct('ioredis');
const { startRedis } = requireFromProduct('./test/support/servers.cjs');

export class Topology {
  #stage = new Stage();
  #redisServer;
  replicas = [];
  /** As many bare programs with the same traffic. */
  bare = [];

  static async start(count) {
    const topology = new Topology();
    try {
      await topology.#open(count);
      return topology;
    } catch (error) {
      await topology.stop();
      throw error;
    }
  }

  async #open(count) {
    await this.#stage.openDatabase();
    this.#redisServer = await startRedis();
    const env = { REDIS_URL: this.#redisServer.url };
    for (let replica = 0; replica < count; replica += 1) {
      this.replicas.push(await this.#stage.startProduct({ env }));
      const bareEnv = { ...env, DATABASE_URL: this.#stage.databaseUrl };
      this.bare.push(await this.#stage.startHelper(join(BENCH, 'limits/bare-server.mjs'), bareEnv));
    }
    this.sql = new pg.Client({ connectionString: this.#stage.databaseUrl });
    // A signal to the whole group ends PostgreSQL too; the next query says so where it matters.
    this.sql.on('error', () => undefined);
    await this.sql.connect();
    this.redis = new Redis(this.#redisServer.url);
  }

  get key() {
    return this.#stage.key;
  }

  get redisPid() {
    return this.#redisServer.pid;
  }

  get postgresPid() {
    return this.#stage.postgresPid;
  }

  /** Runs an operator's command. @returns the JSON that it prints */
  async command(...args) {
    const program = join(ROOT, 'dist/apps/cli/src/main.js');
    const env = { ...process.env, ...this.#stage.environment(), REDIS_URL: this.#redisServer.url };
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env });
    return JSON.parse(stdout);
  }

  async stop() {
    this.redis?.disconnect();
    await this.sql?.end();
    await this.#stage.stop();
    await this.#redisServer?.stop();
  }
}
