export { PublicApiModule } from './public-api.module';
export { IdempotencyInterceptor } from './idempotency';
export { TimeLimitInterceptor, UndeclaredInputInterceptor } from './pipeline';
