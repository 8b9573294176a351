export type { JsonObject, JsonScalar, JsonType, JsonValue } from './model/json';
export type { ConvertOptions, OperationOverride } from './model/options';
export type {
  ArgumentDefinition,
  ArgumentLocation,
  HttpMethod,
  ListEntry,
  ParameterLocation,
  Profile,
  ToolAnnotations,
  ToolDefinition,
} from './model/tool';
export { PROFILES } from './model/tool';
export type { Report, ReportEntry, ReportSeverity } from './model/report';
export type { Lock, LockChange, LockedArgument, LockedOperation } from './model/lock';
export { LOCK_VERSION } from './model/lock';
export type {
  EncodedCall,
  EncodedRequest,
  EncodeOptions,
  IssueCode,
  Refusal,
  RefusalIssue,
} from './model/request';
export type {
  ContentBlock,
  HttpResponse,
  ResultBudget,
  RetryAdvice,
  ShrinkNote,
  ShrinkOptions,
  Shrunken,
  ToolResult,
} from './model/result';
export type { GateOptions, GateViolation } from './model/gate';
export type { Catalogue, SelectorIssue, ViewResult, ViewSelector } from './model/view';
export { DocumentError, type DocumentErrorCode } from './errors';
export {
  type Conversion,
  canon,
  checkCatalogue,
  checkHostGate,
  convert,
  decode,
  diffLock,
  encode,
  explainRefusal,
  listEntry,
  retryAdvice,
  shrinkJson,
  toResult,
  translatePointer,
  view,
} from './signatures';
