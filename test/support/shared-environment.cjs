const { TestEnvironment } = require('jest-environment-node');

let shared;

/**
 * One global object for all test files of a worker, so that the modules of shared-runtime.cjs live in the same
 * realm as every test. What the framework and a test file leave in it is put back before the next file.
 */
module.exports = class SharedEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { watch, watchAll } = config.globalConfig;
    if (shared !== undefined && !watch && !watchAll) {
      shared.renew();
      return shared;
    }
    super(config, context);
    const { process } = this.global;
    this.begun = {
      symbols: new Set(Object.getOwnPropertySymbols(this.global)),
      env: { ...process.env },
      exit: process.exit,
    };
    shared = this;
  }

  renew() {
    const { global, begun } = this;
    // Jest keeps its hooks, its state and its matchers under symbols: each file starts with its own.
    for (const symbol of Object.getOwnPropertySymbols(global)) {
      if (!begun.symbols.has(symbol) && isJests(symbol)) delete global[symbol];
    }
    global.process.exit = begun.exit;
    const { env } = global.process;
    for (const name of Object.keys(env)) if (!Object.hasOwn(begun.env, name)) delete env[name];
    Object.assign(env, begun.env);
  }

  async teardown() {
    // The context stays for the next file; it ends with the worker.
    this.fakeTimersModern.useRealTimers();
  }
};

function isJests(symbol) {
  return /jest|^(EVENT_HANDLERS|RETRY_\w+|WAIT_BEFORE_RETRY|LOG_ERRORS_\w+|TEST_TIMEOUT_SYMBOL)$/i.test(
    symbol.description ?? '',
  );
}
