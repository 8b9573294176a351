const { sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

/** Test files and their helpers are read anew for every test file. */
const OF_TESTS = /\.spec(-support)?\.ts$/;

let shared;

/**
 * Reads the product and its dependencies once per worker instead of once per test file: that was half of what a
 * suite cost. Tests still have an application and a database of their own; module state of the product is shared
 * as it is between two applications of one process.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, cacheFS, coverage, testPath, globalConfig) {
    super(config, environment, resolver, transformer, cacheFS, coverage, testPath, globalConfig);
    this.tests = `${config.rootDir}${sep}test${sep}`;
    // Watching, a worker would never see the change that it was started for.
    if (shared === undefined || globalConfig.watch || globalConfig.watchAll) {
      shared = new Runtime(
        config,
        environment,
        resolver,
        transformer,
        new Map(),
        coverage,
        testPath,
        globalConfig,
      );
    }
    // Stack traces are mapped by one registry, asked for before anything is read into it.
    this.transformCache.sourceMaps = shared.getSourceMaps();
  }

  requireModuleOrMock(from, moduleName) {
    if (this.isOfTests(from, moduleName)) return super.requireModuleOrMock(from, moduleName);
    return shared.requireModuleOrMock(from, moduleName);
  }

  isOfTests(from, moduleName) {
    if (moduleName.startsWith('@jest/') || this._resolution.isCoreModule(moduleName)) return true;
    const path = this._resolution.resolveCjs(from, moduleName);
    return path.startsWith(this.tests) || OF_TESTS.test(path);
  }

  teardown() {
    // A spy on a shared module must not outlive its file.
    this.restoreAllMocks();
    super.teardown();
  }
};
