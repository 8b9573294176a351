// The server with operations besides its own: those that scenarios of the suite call. They are ordinary operations
// of a Nest controller, so the calls pass through the same guards and the same dispatch as every tool.
//
// Written in plain JavaScript against the build, so decorators are applied as functions.
const { join } = require('node:path');

const built = (path) => require(join(__dirname, '../../dist', path));

require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { z } = require('zod');
const { createApp } = built('apps/api/src/bootstrap/create-app.js');
const { FirstStart } = built('apps/api/src/start/first-start.service.js');
const { welcome } = built('apps/api/src/start/welcome.js');
const { loadConfig } = built('libs/config/src/index.js');
const { Database } = built('libs/database/src/index.js');
const { ApiException } = built('libs/errors/src/index.js');
const { Operation } = built('libs/permissions/src/index.js');
const { createLogger } = built('libs/telemetry/src/index.js');

class FixtureController {
  test_simple_text() {
    return { text: 'This is a simple text response for testing.' };
  }

  test_error_handling() {
    throw new ApiException('not_found', {
      message: 'This tool intentionally returns an error for testing.',
    });
  }
}

const reply = z.strictObject({ text: z.string() }).meta({ id: 'Fixture' });

for (const id of ['test_simple_text', 'test_error_handling']) {
  const description = 'Called by a scenario of the conformance suite.';
  const decorators = [
    Get(id),
    Operation({ id, summary: id, description, permission: 'any', hint: 'R', response: { 200: reply } }),
  ];
  const { prototype } = FixtureController;
  for (const decorate of decorators) {
    decorate(prototype, id, Object.getOwnPropertyDescriptor(prototype, id));
  }
}
Controller('v1/fixtures')(FixtureController);

class FixtureModule {}
Module({ controllers: [FixtureController] })(FixtureModule);

async function main() {
  const config = loadConfig();
  const options = { extraModules: [FixtureModule], lock: null };
  const { app } = await createApp(config, createLogger(config.logLevel), options);
  app.enableShutdownHooks();
  const credentials = await app.get(FirstStart).run();
  await app.listen(config.port, config.host);
  process.stdout.write(`${welcome(config, app.get(Database).driver, credentials)}\n`);
}

void main();
