import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { EncodedCall, EncodeOptions } from '../model/request';
import type { ToolDefinition } from '../model/tool';
import { deepEqual } from '../schema/deep-equal';
import { EncodeContext } from './context';
import { encodeBody } from './encode-body';
import { encodeParam } from './encode-param';
import { fromStrict } from './from-strict';
import { missing, refuseMissing } from './missing';
import { parsePath } from './parse-path';
import { hasSafeSegments } from './path-rules';
import type { PairPlace, ParamPlan, ToolPlan } from './plan';
import { refuseResultArguments } from '../result/result-arguments';
import { toTextValue } from './text-values';

/** Stands for a path value that is missing or refused, so that the route is still found. */
export const PLACEHOLDER = '_';

const NO_BODY = { body: undefined, contentType: null };

/**
 * Flat arguments to one HTTP request. Never throws on bad arguments: the request is usable in any
 * case and carries its refusal beside it.
 */
export function encode(tool: ToolDefinition, args: JsonObject, options?: EncodeOptions): EncodedCall {
  const { plan } = tool;
  const context = new EncodeContext(options?.coercion ?? plan.coercion, options?.maxHeadLength);
  if (!isObject(args)) context.refuse('', 'invalid_type', 'Arguments must be a JSON object.');
  const asked = isObject(args) ? args : {};
  const given = options?.profile === 'openai-strict' ? fromStrict(plan, asked) : asked;
  refuseUnknown(plan, given, context);
  if (plan.resultArguments) refuseResultArguments(given, context);
  const path = encodePath(plan, given, context);
  const query = encodeQuery(plan, given, context);
  const headers = encodeHeaders(plan, given, context);
  const sent = plan.body === null ? null : encodeBody(plan, plan.body, given, context);
  const { body, contentType } = sent ?? NO_BODY;
  return {
    request: { method: plan.method, path, query, headers, body, contentType },
    refusal: context.issues === null ? null : { issues: context.issues },
    coercions: context.coercions,
  };
}

function refuseUnknown(plan: ToolPlan, args: JsonObject, context: EncodeContext): void {
  for (const key of Object.keys(args)) {
    if (plan.names.has(key) || args[key] === undefined) continue;
    const shown = key.length > 100 ? `${key.slice(0, 100)}…` : key;
    context.refuse(shown, 'unrecognized_keys', `Unknown argument "${shown}".`);
  }
}

function read(args: JsonObject, param: ParamPlan): JsonValue | undefined {
  return Object.hasOwn(args, param.name) ? args[param.name] : undefined;
}

function encodePath(plan: ToolPlan, args: JsonObject, context: EncodeContext): string {
  let path = plan.literals[0] ?? '';
  let complete = true;
  for (let i = 0; i < plan.path.length; i += 1) {
    const piece = encodePiece(plan, i, args, context);
    if (piece === null) complete = false;
    path += (piece ?? PLACEHOLDER) + (plan.literals[i + 1] ?? '');
  }
  if (!plan.simplePath && complete && !survives(plan, path, args)) {
    context.refuse(
      plan.path[0]?.name ?? '',
      'invalid_value',
      'The path values run into each other and cannot be told apart.',
    );
    return plan.literals.join(PLACEHOLDER);
  }
  return path;
}

function encodePiece(plan: ToolPlan, index: number, args: JsonObject, context: EncodeContext): string | null {
  const param = plan.path[index] as ParamPlan;
  const value = read(args, param);
  const before = context.issues?.length ?? 0;
  const piece = value === undefined ? null : encodeParam(null, param, value, context);
  if (piece !== null) return piece;
  // A template may use one variable twice: its fault is told once.
  if (plan.path.indexOf(param) < index) context.issues?.splice(before);
  else if ((context.issues?.length ?? 0) === before) refuseMissing(param.name, context);
  return null;
}

/** Values beside literals or each other in one segment: the built path has to read back the same. */
function survives(plan: ToolPlan, path: string, args: JsonObject): boolean {
  if (!hasSafeSegments(path)) return false;
  const parsed = parsePath(plan, path);
  const context = new EncodeContext(plan.coercion);
  return (
    parsed !== null &&
    plan.path.every((param, i) =>
      deepEqual(parsed[i], toTextValue(param, read(args, param) ?? null, context)),
    )
  );
}

function encodeQuery(plan: ToolPlan, args: JsonObject, context: EncodeContext): string {
  let query = plan.fixedQuery;
  for (const param of plan.query.params) {
    const text = encodeGiven(plan, plan.query, param, args, context);
    if (text !== null) query = query === '' ? text : `${query}&${text}`;
  }
  return query;
}

function encodeHeaders(plan: ToolPlan, args: JsonObject, context: EncodeContext): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const param of plan.headers) {
    const text = encodeGiven(plan, null, param, args, context);
    if (text !== null) headers[param.wire] = text;
  }
  let cookies = '';
  for (const param of plan.cookies.params) {
    const text = encodeGiven(plan, plan.cookies, param, args, context);
    if (text !== null) cookies = cookies === '' ? text : `${cookies}; ${text}`;
  }
  if (cookies !== '') headers.cookie = cookies;
  return headers;
}

function encodeGiven(
  plan: ToolPlan,
  place: PairPlace | null,
  param: ParamPlan,
  args: JsonObject,
  context: EncodeContext,
): string | null {
  const value = read(args, param);
  if (value !== undefined) return encodeParam(place, param, value, context);
  if (param.required) missing(plan, param.name, context);
  return null;
}
