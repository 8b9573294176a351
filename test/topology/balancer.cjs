const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ensureProgram } = require('../support/programs.cjs');
const { untilListening } = require('../support/servers.cjs');
const { endChild, startChild } = require('./children.cjs');
const { haproxyConfig, SERVED_BY } = require('./haproxy-config.cjs');

/** A real balancer in front of replicas: turn by turn with every request, so that no two in a row meet the same. */
class Balancer {
  #program;
  #folder;

  constructor(port, program, folder) {
    this.url = `http://127.0.0.1:${port}`;
    this.#program = program;
    this.#folder = folder;
  }

  /**
   * @param {number} port
   * @param {Readonly<Record<string, number>>} replicas names and ports; all on this machine
   * @param {number} [pauseMs] how long each request is held back
   */
  static async start(port, replicas, pauseMs) {
    const folder = mkdtempSync(join(tmpdir(), 'duvo-balancer-'));
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, haproxyConfig(port, replicas, pauseMs));
    const program = startChild(ensureProgram('haproxy'), ['-db', '-f', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    program.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-2000)));
    const balancer = new Balancer(port, program, folder);
    try {
      await untilListening(port);
    } catch (error) {
      await balancer.stop();
      throw new Error(`The balancer did not start: ${said}`, { cause: error });
    }
    return balancer;
  }

  get pid() {
    return this.#program.pid;
  }

  async stop() {
    await endChild(this.#program, 'SIGKILL', 5000);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

module.exports = { Balancer, SERVED_BY };
