import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Config } from '@app/config';
import { askServer, OperatorCommands } from '@app/operator';
import { LocalAppModule } from './local-app.module';

/**
 * Carries out a command: in the server if one holds the embedded database, since nobody else may open its
 * folder then; else in this process.
 *
 * @throws OperatorError for what the operator can put right, any other Error for what failed
 */
export async function execute(
  config: Config,
  command: string,
  args: object,
  logger: LoggerService,
): Promise<object> {
  if (config.database.driver === 'pglite') {
    const answer = await askServer(config.database.folder, command, args);
    if (answer) return answer;
  }
  const app = await NestFactory.createApplicationContext(LocalAppModule.forRoot(config), {
    logger,
    abortOnError: false,
  });
  try {
    return await app.get(OperatorCommands).run(command, args);
  } finally {
    await app.close();
  }
}
