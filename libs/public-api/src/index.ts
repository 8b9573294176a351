export { PublicApiModule } from './public-api.module';
export { IdempotencyInterceptor } from './idempotency';
export { TimeLimitInterceptor, UndeclaredInputInterceptor } from './pipeline';
export { DEMO_TEAM, DEMO_USERS, demoId, DemoSeeder, demoUserId } from './demo';
