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
export { convert, type Conversion } from './convert/convert';
export { encode, PLACEHOLDER } from './codec/encode';
export { printableRequest, type PrintableRequest } from './codec/printable-request';
export { decode } from './codec/decode';
export { canon } from './codec/canon';
export { isSafeInPath } from './codec/path-rules';
export { explainRefusal } from './codec/explain';
export { translatePointer } from './codec/translate-pointer';
export { checkListEntry } from './gate/check-entry';
export { checkCatalogue, checkHostGate } from './gate/check-host-gate';
export { diffLock } from './lock/diff-lock';
export { chooseProfile, type ProfileChoice, type ProfileHints } from './profile/choose-profile';
export { profileReport } from './profile/profile-report';
export { tokensOf } from './rate/measure-tools';
export { rateCatalogue } from './rate/rate-catalogue';
export type { Finding, FindingCode, FindingExample, Rating } from './rate/rating';
export { buildSearchIndex, type SearchIndex } from './search/search-index';
export { searchTools, type SearchHit } from './search/search-tools';
export { listEntry } from './view/list-entry';
export { view } from './view/view';
export { SHORTENED_META } from './result/json-result';
export { toResult } from './result/to-result';
export { resultArgumentsOf, type ResultArguments } from './result/result-arguments';
export { retryAdvice } from './result/retry-advice';
export { shrinkJson } from './result/shrink-json';
