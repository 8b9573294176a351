import { ConfigError } from '@app/config';
import { DatabaseOpenError, FolderInUseError } from '@app/database';
import { OperatorPortError } from '@app/health';
import { BootError } from '@app/permissions';
import { UnreadableSecretError } from '@app/secrets';
import { ListenError } from './listen';

const EXPLAINED = [
  BootError,
  DatabaseOpenError,
  FolderInUseError,
  ListenError,
  OperatorPortError,
  UnreadableSecretError,
];

/**
 * Failures of the start that the operator can mend, in plain sentences without a stack.
 * @returns `undefined` for what only a programmer can mend
 */
export function explain(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.problems;
  return EXPLAINED.some((kind) => error instanceof kind) ? [(error as Error).message] : undefined;
}
