export const LOCK_VERSION = 1;

export interface LockedArgument {
  name: string;
  required: boolean;
  /** Path inside the argument to `type`, `type(enum|values)`, a trailing `!` marks required. */
  shape: Record<string, string>;
}

export interface LockedOperation {
  operationId: string | null;
  method: string;
  path: string;
  aliases: string[];
  /** Keyed by `in:wire name`. */
  arguments: Record<string, LockedArgument>;
  /** SHA-256 of the emitted input schema, first 16 hex digits. */
  schema: string;
  /** Tombstone: the operation is gone, its names are never given to another one. */
  removed?: true;
}

/** Committed JSON, keyed by tool name. */
export interface Lock {
  version: typeof LOCK_VERSION;
  operations: Record<string, LockedOperation>;
}

export interface LockChange {
  kind: 'breaking' | 'compatible';
  /** For example `tool_removed`, `argument_removed`, `enum_narrowed`. */
  code: string;
  operationId: string | null;
  tool: string;
  message: string;
}
