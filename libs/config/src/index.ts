export { environmentSchema } from './config.schema';
export { ConfigModule } from './config.module';
export { ConfigError } from './config.error';
export { CONFIG, loadConfig } from './load-config';
export type {
  Config,
  DatabaseConfig,
  ExternalAsConfig,
  JitConfig,
  MetricsConfig,
  OAuthConfig,
  RunConfig,
  UpstreamApisConfig,
  UpstreamConfig,
} from './load-config';
export { DEFAULT_BUCKETS, formatBucketLimits } from './rate-limits.schema';
export type { BucketLimit, BucketLimits, BucketName, StoreFailureMode } from './rate-limits.schema';
export { doctorEnvironment } from './doctor-environment';
export type { DoctorEnvironment } from './doctor-environment';
export { isAllowedHost, isAllowedOrigin } from './origin-policy';
export { passOn } from './pass-on';
export { unsafeSettings } from './unsafe-settings';
export type { ProcessKind, UnsafeSetting, WarningGrade } from './unsafe-settings';
export { keyMcpBoundSchema, readMcpBound } from './mcp-bound.schema';
export type { McpBound } from './mcp-bound.schema';
