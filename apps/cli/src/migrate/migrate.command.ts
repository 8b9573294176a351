import { Module } from '@nestjs/common';
import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '@app/config';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { JobsModule } from '@app/jobs';

/** What has a schema in the database: the product's tables and the job queues. Opening either brings it up to date. */
@Module({})
class SchemaModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: SchemaModule,
      imports: [ConfigModule.forRoot(config), DatabaseModule.forRoot(), JobsModule.forRoot()],
    };
  }
}

/**
 * Brings the schema of the database up to date and ends. Processes do the same at their start; before them it lets a
 * deployment stop where a migration fails, and gives a long one all the time it needs.
 *
 * @throws DatabaseOpenError or FolderInUseError, each with one sentence for the operator
 */
export async function migrate(config: Config, logger: LoggerService): Promise<void> {
  const app = await NestFactory.createApplicationContext(SchemaModule.forRoot(config), {
    logger,
    abortOnError: false,
  });
  await app.close();
}
