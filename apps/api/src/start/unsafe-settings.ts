import type { Config } from '@app/config';
import type { Logger } from '@app/telemetry';

/** Says once at boot what is unsafe, in two grades: what should change, and what must before production. */
export function warnUnsafe(config: Config, logger: Logger): void {
  for (const text of mustChange(config)) logger.warn({ grade: 'mustChange' }, text);
  for (const text of shouldChange(config)) logger.warn({ grade: 'shouldChange' }, text);
}

function mustChange(config: Config): string[] {
  const { protocol, hostname } = new URL(config.publicUrl);
  const warnings: string[] = [];
  if (protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    warnings.push(
      'PUBLIC_URL is http: credentials travel in the clear. Put TLS in front and set an https PUBLIC_URL.',
    );
  }
  if (config.database.driver === 'postgres' && !config.redisUrl) {
    warnings.push(
      'REDIS_URL is not set: with more than one replica, limits count per process and a revoked credential lives on for up to 5 seconds.',
    );
  }
  if (config.webhookAllowPrivate) {
    warnings.push(
      'WEBHOOK_ALLOW_PRIVATE is on: whoever starts a run can make this server send requests into your network. Set it to off outside development.',
    );
  }
  return warnings;
}

function shouldChange(config: Config): string[] {
  if (config.database.driver === 'pglite' && config.redisUrl) {
    return ['The embedded database serves one process; set DATABASE_URL before you add replicas.'];
  }
  return [];
}
