import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { keyFile } from './key-file';
import { SecretBox } from './secret-box';

/** Encryption of secrets at rest, injectable everywhere as `SecretBox`. */
@Module({})
export class SecretsModule {
  static forRoot(): DynamicModule {
    return {
      module: SecretsModule,
      global: true,
      providers: [{ provide: SecretBox, inject: [CONFIG], useFactory: secretBox }],
      exports: [SecretBox],
    };
  }
}

function secretBox({ encryptionKeys, database }: Config): SecretBox {
  const isOwnKey = encryptionKeys.length === 0 && database.driver === 'pglite';
  return new SecretBox(isOwnKey ? [keyFile(database.folder)] : encryptionKeys);
}
