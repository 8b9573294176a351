const { randomBytes } = require('node:crypto');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { startPostgres, startRedis } = require('./servers.cjs');

/** Starts PostgreSQL and Redis once for all test files; servers that are given by URL are used as they are. */
module.exports = async function globalSetup() {
  const started = [];
  if (!process.env.TEST_DATABASE_URL) {
    const postgres = await startPostgres();
    process.env.TEST_DATABASE_URL = postgres.url;
    started.push(postgres);
  }
  if (!process.env.TEST_REDIS_URL) {
    const redis = await startRedis();
    process.env.TEST_REDIS_URL = redis.url;
    started.push(redis);
  }
  const templates = mkdtempSync(join(tmpdir(), 'duvo-test-templates-'));
  process.env.TEST_TEMPLATES = templates;
  started.push({ stop: () => rmSync(templates, { recursive: true, force: true }) });
  // Servers that tests start inherit it.
  process.env.ENCRYPTION_KEY ??= randomBytes(32).toString('base64');
  globalThis.__STARTED_SERVERS__ = started;
};
