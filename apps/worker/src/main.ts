import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ConfigError, loadConfig, unsafeSettings } from '@app/config';
import type { Config } from '@app/config';
import { DatabaseOpenError } from '@app/database';
import { endOnSignals, OperatorPortError } from '@app/health';
import { UnreadableSecretError } from '@app/secrets';
import { createLogger, NestLogger } from '@app/telemetry';
import { WorkerModule } from './worker.module';

/** A setting with which a worker makes no sense. */
class WorkerRefusedError extends Error {}

const EXPLAINED = [WorkerRefusedError, DatabaseOpenError, OperatorPortError, UnreadableSecretError];

async function start(config: Config): Promise<void> {
  if (config.database.driver === 'pglite') {
    throw new WorkerRefusedError(
      'The embedded database serves one process, and the server executes runs itself: run npm start alone, or set DATABASE_URL to a postgres:// server.',
    );
  }
  const logger = createLogger(config.logLevel);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  endOnSignals(app);
  for (const { grade, text } of unsafeSettings(config, 'worker')) logger.warn({ grade }, text);
  logger.info({ concurrency: config.runs.concurrency }, 'The worker is ready.');
}

function explain(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.problems;
  return EXPLAINED.some((kind) => error instanceof kind) ? [(error as Error).message] : undefined;
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
