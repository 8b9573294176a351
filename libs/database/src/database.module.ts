import { Global, Injectable, Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { BlobStore, DatabaseBlobStore } from './blob';
import { Database } from './database.service';
import { openPglite } from './pglite.driver';
import { openPostgres } from './postgres.driver';

/** By then the request is answered; the margin lets what it does about the time limit reach the server. */
const STATEMENT_MARGIN_MS = 5000;

/**
 * Opens the database that the configuration names.
 * @throws DatabaseOpenError or FolderInUseError, each with one sentence for the operator
 */
export function openDatabase(config: Config): Promise<Database> {
  const { database } = config;
  if (database.driver === 'pglite') return openPglite(database.folder, database.variable);
  const logger = new Logger('Database');
  return openPostgres({
    url: database.url,
    poolSize: database.poolSize,
    statementTimeoutMs: config.requestTimeoutMs + STATEMENT_MARGIN_MS,
    onError: (error) => logger.warn(`Connection lost: ${error.message}`),
  });
}

@Injectable()
class DatabaseCloser implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: Database, inject: [CONFIG], useFactory: openDatabase },
        { provide: BlobStore, useClass: DatabaseBlobStore },
        DatabaseCloser,
      ],
      exports: [Database, BlobStore],
    };
  }
}
