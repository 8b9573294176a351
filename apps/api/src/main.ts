import 'reflect-metadata';
import { ConfigError, loadConfig } from '@app/config';
import type { Config } from '@app/config';
import { Database, FolderInUseError } from '@app/database';
import { BootError } from '@app/permissions';
import { createLogger } from '@app/telemetry';
import { createApp } from './bootstrap/create-app';
import { FirstStart } from './start/first-start.service';
import { warnUnsafe } from './start/unsafe-settings';
import { welcome } from './start/welcome';

/** Failures the operator can mend: said in plain sentences, without a stack. */
function explain(error: unknown): string[] | undefined {
  if (error instanceof ConfigError) return [...error.problems];
  if (error instanceof BootError || error instanceof FolderInUseError) return [error.message];
  const { code, address, port } = (error ?? {}) as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  if (code === 'EADDRINUSE') return [`Port ${port} on ${address} is taken; set PORT to a free one.`];
  if (code === 'EACCES') return [`This user may not listen on port ${port}; set PORT to one above 1023.`];
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    return [`The database cannot be reached (${code}); check DATABASE_URL.`];
  }
  return undefined;
}

async function start(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const { app } = await createApp(config, logger);
  app.enableShutdownHooks();
  const { ownerKey } = await app.get(FirstStart).run();
  await app.listen(config.port, config.host);
  const { driver } = app.get(Database);
  process.stdout.write(`${welcome(config, driver, ownerKey)}\n`);
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
