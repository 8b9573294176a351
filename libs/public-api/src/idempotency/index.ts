export { IdempotencyInterceptor } from './idempotency.interceptor';
export { IdempotencyModule } from './idempotency.module';
export { BeforeTransaction } from './preflight';
export type { Preflight } from './preflight';
