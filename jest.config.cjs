// Why these settings: Nest 12 is ESM-only while the throttler is CommonJS and requires it. Jest on
// Node 20 cannot require() ESM untransformed, so every file, dependencies included, goes through swc.
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
          target: 'es2022',
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFiles: ['<rootDir>/test/support/property-runs.cjs'],
  transformIgnorePatterns: [],
  moduleNameMapper: { '^@app/([^/]+)$': '<rootDir>/libs/$1/src' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/bench', '<rootDir>/test/clients/node_modules'],
};

const e2e = {
  // Together they read the product once per worker instead of once per file, half of what a small file costs.
  testEnvironment: '<rootDir>/test/support/shared-environment.cjs',
  runtime: '<rootDir>/test/support/shared-runtime.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
};

module.exports = {
  // A server that starts beside others on a busy machine takes its time. A project's own timeout is ignored.
  testTimeout: 60_000,
  // Many tests wait for servers and clients rather than compute, so two workers help even on two cores.
  maxWorkers: 2,
  // What files leave behind adds up over hundreds of them.
  workerIdleMemoryLimit: '1500MB',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'] },
    { ...common, ...e2e, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'] },
    // Processes that are killed and waited for: in npm run test:all alone.
    { ...common, ...e2e, displayName: 'long', testMatch: ['<rootDir>/test/**/*.long-spec.ts'] },
  ],
};
