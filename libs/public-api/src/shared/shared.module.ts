import { Global, Module } from '@nestjs/common';
import { ReferenceCheckers } from './reference-checkers';
import { UsageMeters } from './usage-meters';

/** Registries through which resources reach one another without importing each other. */
@Global()
@Module({
  providers: [ReferenceCheckers, UsageMeters],
  exports: [ReferenceCheckers, UsageMeters],
})
export class SharedModule {}
