import 'reflect-metadata';
import { loadConfig } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { endOnSignals } from '@app/health';
import { createLogger } from '@app/telemetry';
import { createApp } from './bootstrap/create-app';
import { Drain } from './health/drain.service';
import { explain } from './start/explain';
import { FirstStart } from './start/first-start.service';
import { listen } from './start/listen';
import { warnUnsafe } from './start/unsafe-settings';
import { welcome } from './start/welcome';

async function start(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const { app } = await createApp(config, logger);
  endOnSignals(app, () => app.get(Drain).announce());
  try {
    await listen(app, config);
    // Only now: what is made in a start that fails would never be printed.
    const credentials = await app.get(FirstStart).run();
    const { driver } = app.get(Database);
    process.stdout.write(`${welcome(config, driver, credentials)}\n`);
  } catch (error) {
    await app.close();
    throw error;
  }
  warnUnsafe(config, logger);
}

async function main(): Promise<void> {
  try {
    await start(loadConfig());
  } catch (error) {
    const sentences = explain(error);
    if (!sentences) throw error;
    process.stderr.write(`${sentences.join('\n')}\n`);
    process.exit(1);
  }
}

void main();
