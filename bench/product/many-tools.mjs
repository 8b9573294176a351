// The product with further, synthetic operations: the module that adds them exists here only.
import { requireFromProduct } from '../lib/paths.mjs';
import { syntheticModule } from './synthetic-operations.mjs';

requireFromProduct('reflect-metadata');
const { loadConfig } = requireFromProduct('./dist/libs/config/src');
const { createLogger } = requireFromProduct('./dist/libs/telemetry/src');
const { createApp } = requireFromProduct('./dist/apps/api/src/bootstrap/create-app.js');

const config = loadConfig();
const { app } = await createApp(config, createLogger(config.logLevel), {
  extraModules: [syntheticModule(Number(process.env.BENCH_SYNTHETIC_OPERATIONS))],
  lock: null,
});
app.enableShutdownHooks();
await app.listen(config.port, config.host);
