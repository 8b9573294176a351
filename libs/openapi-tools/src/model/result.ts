import type { JsonObject, JsonValue } from './json';
import type { ToolDefinition } from './tool';

export interface HttpResponse {
  /** 0 when no answer came (network, timeout). */
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Raw bytes, or text that is already decoded. */
  body?: Uint8Array | string;
}

export interface ResultBudget {
  /** Cap in bytes of JSON. Default: what the tokens allow. */
  maxBytes?: number;
  /** Cap in tokens, estimated at four bytes each. Default 24,000, below what hosts cut at. */
  maxTokens?: number;
  /** Instant of arrival in ms, for `Retry-After` dates; without it the `date` header is used. */
  nowMs?: number;
  idempotencyKeySent?: boolean;
  /** Fields of the answer to keep, as the call asked in `_fields`. Default: all. */
  fields?: readonly string[];
  /** Most items of each outermost list to keep, as the call asked in `_limit`. Default: all that fit. */
  limit?: number;
  /** Catalogue in which the tool is looked for that reads the `Location` of a 202. */
  tools?: readonly ToolDefinition[];
  /** Where a client gets the bytes of this answer that are too large for a result. */
  link?: string;
}

export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'image' | 'audio'; data: string; mimeType: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; blob: string } }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size: number };

export interface ToolResult {
  content: ContentBlock[];
  structuredContent?: JsonObject;
  isError: boolean;
  _meta?: JsonObject;
}

export interface RetryAdvice {
  retryable: boolean;
  /** Wait in ms as the server asked for it, null when it did not. */
  retryAfterMs: number | null;
  /** True when a write may have been carried out although no answer came. */
  maybeDone: boolean;
}

export interface ShrinkNote {
  /** JSON pointer into the value. */
  path: string;
  unit: 'items' | 'characters' | 'keys';
  total: number;
  kept: number;
}

export interface ShrinkOptions {
  maxBytes?: number;
  maxTokens?: number;
  /** Schema the shrunken value still has to satisfy (minItems, enum, format …). */
  schema?: JsonObject | null;
}

export interface Shrunken {
  value: JsonValue;
  /** Empty when nothing had to be cut; then `value` is the value given. */
  notes: ShrinkNote[];
}
