import type { ToolAnnotations } from './tool';

/** How a parameter deviates from what its document can say. */
export interface ParameterOverride {
  /**
   * Arrays inside `deepObject`, which OpenAPI leaves open: `repeat` (default) repeats the key, `brackets` adds `[]`,
   * `indices` adds `[0]`, `[1]` …
   */
  arrays?: 'repeat' | 'brackets' | 'indices';
  /** Lets a path value hold `/` between segments that are checked one by one. Default false. */
  slashes?: boolean;
}

/** What a caller may fix by hand for one operation; wins over `x-mcp`, which wins over derivation. */
export interface OperationOverride {
  enabled?: boolean;
  name?: string;
  title?: string;
  description?: string;
  annotations?: Partial<ToolAnnotations>;
  toolsets?: readonly string[];
  /** `single` forces one argument `body` instead of flat properties. */
  body?: 'single' | 'flat';
  mediaType?: string;
  /** Keyed by `in:name` (`query:filter`, `path:file_path`). */
  parameters?: Readonly<Record<string, ParameterOverride>>;
  /** Properties of a urlencoded body whose server deviates: whole value as JSON text, or `name[]` and `name[key]`. */
  encoding?: Readonly<Record<string, 'json' | 'brackets'>>;
}

export interface ConvertOptions {
  /** Picks the column of the hint table and the default output strictness. Default `imported`. */
  annotationPolicy?: 'first-party' | 'imported';
  /** Keyed by operationId, or by `METHOD /path` where there is none. */
  overrides?: Readonly<Record<string, OperationOverride>>;
  /** Default `derive`; a first-party API may use the absence of an id as "not a tool". */
  missingOperationId?: 'derive' | 'skip';
  /** Shows a declared `Idempotency-Key` header as the optional argument `idempotency_key`. Default false. */
  idempotencyKeyArgument?: boolean;
  /** Strictness of the derived output schema. Default: `full` for first-party, `lenient` for imported. */
  output?: 'full' | 'lenient' | 'none';
  /** Default `keep`: deprecated operations stay and are marked. */
  deprecated?: 'keep' | 'omit';
  /** Makes HEAD and OPTIONS operations tools too. Default false. */
  headAndOptions?: boolean;
  /**
   * Who reports a missing required argument that the wire could leave out (query, header, body).
   * `codec` (default) refuses it; `api` sends the request as it is, so that the answer is the one
   * of the same REST request. A missing path value is always refused.
   */
  missingRequired?: 'codec' | 'api';
  /**
   * An operationId that changed on the same method and path: `keep` (default) leaves the locked
   * tool name, `rename` takes the new id and keeps the old name as alias.
   */
  changedOperationId?: 'keep' | 'rename';
  /** Resolves relative server URLs; an absolute URL. Default: relative ones stay as they are. */
  baseUrl?: string;
  /** Place of the server to use in each list of `servers`. Default 0. */
  server?: number;
  /** Values of server variables; they must be among those the document lists. Default: the defaults of the document. */
  serverVariables?: Readonly<Record<string, string>>;
  /** Largest base64 argument after decoding, in bytes. Default 10 MiB. */
  maxFileBytes?: number;
  /** Hidden parameters the server fills in itself, as `in:name` (`header:x-tenant`). */
  injected?: readonly string[];
  /**
   * Gives every tool the optional arguments `_fields` and `_limit`, which choose from the answer and are never sent.
   * Default false: an API with paging of its own needs neither.
   */
  resultArguments?: boolean;
  /** Argument names the caller needs for itself. */
  reservedArguments?: readonly string[];
  /** Longest tool description, in characters. Default 1500. */
  descriptionCap?: number;
  /** How often a schema may re-enter itself before it is cut. Default 2. */
  recursionLimit?: number;
  /** Size of one input schema, in bytes of JSON. Default 16384. */
  schemaBudget?: number;
  /** Lossless coercion of arguments (`"5"` to 5). Default true. */
  coercion?: boolean;
}
