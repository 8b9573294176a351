export { environmentSchema } from './config.schema';
export { ConfigModule } from './config.module';
export { ConfigError } from './config.error';
export { CONFIG, loadConfig } from './load-config';
export type { Config, DatabaseConfig, RunConfig } from './load-config';
export { DEFAULT_BUCKETS, formatBucketLimits } from './rate-limits.schema';
export type { BucketLimit, BucketLimits, BucketName } from './rate-limits.schema';
export { isAllowedHost, isAllowedOrigin } from './origin-policy';
