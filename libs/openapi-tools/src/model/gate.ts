import type { JsonObject } from './json';

/** Most levels of a schema. */
export const MAX_DEPTH = 12;

export interface GateViolation {
  /** Number of the rule in the host gate, 1 to 7. */
  rule: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  tool: string;
  /** JSON pointer into the list entry. */
  pointer: string;
  message: string;
}

export interface GateOptions {
  /** Compiles a schema under one dialect, throws when it cannot; given by tests and by CI. */
  compile?: (schema: JsonObject, dialect: 'draft-07' | '2020-12') => void;
  /** Longest description, in characters. Default 1500. */
  descriptionCap?: number;
  /** Largest schema, in bytes of JSON. Default 16384; derived profiles may take twice as much. */
  schemaBudget?: number;
}
