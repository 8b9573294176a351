import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Config } from '@app/config';
import { folderHolder } from '@app/database';
import { askServer, OperatorCommands } from '@app/operator';
import { LocalAppModule } from './local-app.module';

/** How long a server that starts, or another command, may hold the folder before we give up. */
const HOLDER_LIMIT_MS = 10_000;
const RETRY_MS = 200;

/**
 * Carries out a command.
 * @throws (rejects with) OperatorError for what the operator can put right, any other Error for what failed
 */
export type Execute = (command: string, args: object) => Promise<object>;

/**
 * Gives `work` what carries out commands: in the server if one holds the embedded database, since nobody else may
 * open its folder then; else in this process, which is made ready once.
 */
export async function withCommands<T>(
  config: Config,
  logger: LoggerService,
  work: (execute: Execute) => Promise<T>,
): Promise<T> {
  let app: INestApplicationContext | undefined;
  try {
    return await work(async (command, args) => {
      if (!app && config.database.driver === 'pglite') {
        const answer = await askHolder(config.database.folder, command, args);
        if (answer) return answer;
      }
      app ??= await NestFactory.createApplicationContext(LocalAppModule.forRoot(config), {
        logger,
        abortOnError: false,
      });
      return app.get(OperatorCommands).run(command, args);
    });
  } finally {
    await app?.close();
  }
}

/** @returns the server's result, or `undefined` once nobody holds the folder, or somebody does for too long */
async function askHolder(folder: string, command: string, args: object): Promise<object | undefined> {
  for (let waited = 0; waited < HOLDER_LIMIT_MS; waited += RETRY_MS) {
    const answer = await askServer(folder, command, args);
    if (answer || !folderHolder(folder)) return answer;
    await delay(RETRY_MS);
  }
  return undefined;
}
