module.exports = async function globalTeardown() {
  for (const server of globalThis.__STARTED_SERVERS__ ?? []) await server.stop();
};
