import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { keyFile } from './key-file';
import { SecretBox } from './secret-box';

/** Encryption of secrets at rest, injectable everywhere as `SecretBox`. */
@Module({})
export class SecretsModule {
  static forRoot(): DynamicModule {
    return {
      module: SecretsModule,
      global: true,
      // After the database: it says best what is wrong with the folder, and takes it for this process alone.
      providers: [{ provide: SecretBox, inject: [CONFIG, Database], useFactory: secretBox }],
      exports: [SecretBox],
    };
  }
}

function secretBox({ encryptionKeys, database }: Config): SecretBox {
  const isOwnKey = encryptionKeys.length === 0 && database.driver === 'pglite';
  return new SecretBox(isOwnKey ? [keyFile(database.folder)] : encryptionKeys);
}
