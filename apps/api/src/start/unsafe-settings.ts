import { unsafeSettings } from '@app/config';
import type { Config } from '@app/config';
import type { Logger } from '@app/telemetry';

/** Says once at boot what is unsafe, in two grades: what should change, and what must before production. */
export function warnUnsafe(config: Config, logger: Logger): void {
  for (const { grade, text } of unsafeSettings(config, 'api')) logger.warn({ grade }, text);
}
