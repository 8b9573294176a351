import { Module } from '@nestjs/common';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { IdempotencyRepository } from './idempotency.repository';
import { IdempotencySweeper } from './idempotency.sweeper';

@Module({
  providers: [IdempotencyInterceptor, IdempotencyRepository, IdempotencySweeper],
  exports: [IdempotencyInterceptor],
})
export class IdempotencyModule {}
