import type { JsonObject } from './json';
import type { ToolPlan } from '../codec/plan';
import type { Profile } from './profile';

export { PROFILES, type Profile } from './profile';

export type HttpMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie';
export type ArgumentLocation = ParameterLocation | 'body';

/** All four are always explicit: hosts read an absent `destructiveHint` as true. */
export interface ToolAnnotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

export type ArgumentRole = 'named' | 'whole' | 'rest' | 'filename' | 'content_type';

/** One property of the flat root object and the place on the wire it belongs to. */
export interface ArgumentDefinition {
  /** Flat name the model sees. */
  readonly name: string;
  readonly in: ArgumentLocation;
  /** Name on the wire; empty for a whole body or the map of additional properties. */
  readonly wire: string;
  readonly required: boolean;
  /**
   * `whole`: the entire body; `rest`: the map `additional_properties`; `filename` and `content_type`: what goes with
   * the file part of that wire name; otherwise one named value.
   */
  readonly role: ArgumentRole;
  /** JSON pointer into the document. */
  readonly pointer: string;
}

export interface ToolDefinition {
  readonly name: string;
  /** Old names: callable, not listed. */
  readonly aliases: readonly string[];
  readonly operationId: string | null;
  readonly method: HttpMethod;
  /** Path template of the document, for example `/v1/agents/{agent_id}`. */
  readonly path: string;
  /** First server of operation, path or document with its variables at their defaults; null without one. */
  readonly server: string | null;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly toolsets: readonly string[];
  readonly tags: readonly string[];
  /** Security requirements of the operation (scheme name to scopes): metadata, never schema. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** `x-*` members of the operation, copied. */
  readonly extensions: JsonObject;
  readonly arguments: readonly ArgumentDefinition[];
  /** Every header the operation declares as a parameter, hidden ones too, in lower case. */
  readonly declaredHeaders: readonly string[];
  /** Name of the argument that carries the idempotency key, or null. */
  readonly idempotencyArgument: string | null;
  /** By profile; those derived from `safe` are made when they are first read, and are not enumerated. */
  readonly inputSchema: Readonly<Record<Profile, JsonObject>>;
  /** Derived for every tool that answers JSON; listed only in profile `full-2020-12`. */
  readonly outputSchema: JsonObject | null;
  /** True when a reply that is not an object is wrapped as `{ result }`. */
  readonly outputWrapped: boolean;
  /** Precompiled codec; private to this library. */
  readonly plan: ToolPlan;
}

/** What `tools/list` shows of one tool. */
export interface ListEntry {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonObject;
  outputSchema?: JsonObject;
  annotations: ToolAnnotations;
}
