import { ConfigError } from '@app/config';
import { DatabaseOpenError, FolderInUseError } from '@app/database';
import { OperatorError } from '@app/operator';

/** @returns what the operator reads of an error: one sentence, never a stack */
export function sentenceOf(error: unknown): string {
  const explained = [OperatorError, ConfigError, DatabaseOpenError, FolderInUseError];
  if (explained.some((kind) => error instanceof kind)) return (error as Error).message;
  const { message, code } = rootCauseOf(error);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    return `The database cannot be reached (${code}); check DATABASE_URL.`;
  }
  const text = (message || code || 'no reason given').split('\n')[0] ?? '';
  return `The command failed: ${text.replace(/\.$/, '')}.`;
}

interface Cause {
  readonly message?: string;
  readonly code?: string;
  readonly cause?: unknown;
}

/** Drizzle and pg wrap the reason; a refused connection to a name with several addresses has a code only. */
function rootCauseOf(error: unknown): Cause {
  let current: Cause = typeof error === 'object' && error !== null ? error : { message: String(error) };
  while (typeof current.cause === 'object' && current.cause !== null) current = current.cause;
  return current;
}
