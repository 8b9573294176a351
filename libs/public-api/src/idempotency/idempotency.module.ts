import { Module } from '@nestjs/common';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { IdempotencyRepository } from './idempotency.repository';
import { Preflights } from './preflights';
import { RunningKeys } from './running-keys';
import { IdempotencySweeper } from './idempotency.sweeper';

@Module({
  providers: [RunningKeys, Preflights, IdempotencyInterceptor, IdempotencyRepository, IdempotencySweeper],
  exports: [IdempotencyInterceptor],
})
export class IdempotencyModule {}
