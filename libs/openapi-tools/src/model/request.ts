import type { JsonValue } from './json';
import type { Profile } from './profile';
import type { HttpMethod } from './tool';

/** One HTTP request, ready for the wire except for origin and credentials. */
export interface EncodedRequest {
  method: HttpMethod;
  /** Percent-encoded path in origin form. */
  path: string;
  /** Percent-encoded query without `?`; empty when there is none. */
  query: string;
  /** Lower-case names; only headers the operation declares (and `cookie` for its cookies). */
  headers: Record<string, string>;
  /** JSON value for JSON media types, bytes for all others, undefined without a body. */
  body: JsonValue | Uint8Array | undefined;
  contentType: string | null;
}

/** Same codes as the validator of a first-party API, so that both refusals read alike. */
export type IssueCode = 'unrecognized_keys' | 'invalid_type' | 'invalid_value' | 'too_big';

export interface RefusalIssue {
  /** Flat argument name, with the path inside it where there is one. */
  field: string;
  code: IssueCode;
  /** Complete sentence without suggestion; `explainRefusal` adds it. */
  message: string;
}

export interface Refusal {
  issues: RefusalIssue[];
}

export interface EncodedCall {
  /** Always usable: a value that could not be encoded is left out, in a path it is a placeholder. */
  request: EncodedRequest;
  refusal: Refusal | null;
  /** Number of values changed by lossless coercion. */
  coercions: number;
}

export interface EncodeOptions {
  /** Default: the option the tool was converted with. */
  coercion?: boolean;
  /** Profile the caller was shown; in `openai-strict` whatever is left out comes as null. Default `safe`. */
  profile?: Profile;
  /**
   * Most characters that all arguments outside the body may have together. A server that reads requests from the
   * wire bounds their head; where the request is dispatched in place nothing else does. Default: no bound.
   */
  maxHeadLength?: number;
}
