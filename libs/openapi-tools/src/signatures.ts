import type { JsonObject, JsonValue } from './model/json';
import type { ConvertOptions } from './model/options';
import type { ListEntry, Profile, ToolDefinition } from './model/tool';
import type { Report } from './model/report';
import type { Lock, LockChange } from './model/lock';
import type { EncodedCall, EncodedRequest, EncodeOptions, Refusal, RefusalIssue } from './model/request';
import type {
  HttpResponse,
  ResultBudget,
  RetryAdvice,
  Shrunken,
  ShrinkOptions,
  ToolResult,
} from './model/result';
import type { GateOptions, GateViolation } from './model/gate';
import type { Catalogue, ViewResult, ViewSelector } from './model/view';

export interface Conversion {
  tools: ToolDefinition[];
  lock: Lock;
  report: Report;
}

const pending = (): never => {
  throw new Error('not built yet');
};

/** @throws DocumentError when the document as a whole cannot be used */
export const convert: (doc: unknown, options?: ConvertOptions, lock?: Lock | null) => Conversion = pending;
/** Arguments to one HTTP request; never throws on bad arguments. */
export const encode: (tool: ToolDefinition, args: JsonObject, options?: EncodeOptions) => EncodedCall =
  pending;
/** The inverse of `encode`, for tests, audit and replay. */
export const decode: (tool: ToolDefinition, request: EncodedRequest) => JsonObject = pending;
/** Canonical form of arguments: what `decode(encode(args))` gives back. */
export const canon: (tool: ToolDefinition, args: JsonObject) => JsonObject = pending;
/** The issues of a refusal with suggestions, computed only now. */
export const explainRefusal: (tool: ToolDefinition, refusal: Refusal) => RefusalIssue[] = pending;
/** A field name of a REST error to the flat argument; empty for values the server injects. */
export const translatePointer: (tool: ToolDefinition, field: string) => string = pending;
export const listEntry: (tool: ToolDefinition, profile: Profile) => ListEntry = pending;
export const checkHostGate: (
  tool: ToolDefinition,
  profile: Profile,
  options?: GateOptions,
) => GateViolation[] = pending;
/** The gate over a whole catalogue, unique names included. */
export const checkCatalogue: (
  tools: readonly ToolDefinition[],
  profile: Profile,
  options?: GateOptions,
) => GateViolation[] = pending;
export const diffLock: (before: Lock, after: Lock) => LockChange[] = pending;
export const view: (catalogue: Catalogue, selector: ViewSelector) => ViewResult = pending;
export const toResult: (tool: ToolDefinition, response: HttpResponse, budget?: ResultBudget) => ToolResult =
  pending;
export const retryAdvice: (
  method: string,
  status: number,
  headers: HttpResponse['headers'],
  idempotencyKeySent: boolean,
  more?: { idempotent?: boolean; nowMs?: number },
) => RetryAdvice = pending;
export const shrinkJson: (value: JsonValue, options?: ShrinkOptions) => Shrunken = pending;
