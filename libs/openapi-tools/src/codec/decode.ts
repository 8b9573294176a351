import type { JsonObject, JsonValue } from '../model/json';
import { isObject } from '../document/is-object';
import type { EncodedRequest } from '../model/request';
import type { ToolDefinition } from '../model/tool';
import { withoutExploded } from './encode-param';
import { ownedPairs } from './exploded';
import { toFlat } from './json-values';
import { parsePairs, parsePlace, splitPairs } from './parse';
import { parsePath } from './parse-path';
import type { BodyPlan, ParamPlan, ToolPlan } from './plan';
import { setOwn } from './set-own';

/** The inverse of `encode`, for tests, audit and replay. */
export function decode(tool: ToolDefinition, request: EncodedRequest): JsonObject {
  const { plan } = tool;
  const args: JsonObject = {};
  const give = (param: ParamPlan, value: JsonValue | undefined): void => {
    if (value !== undefined) args[param.name] = toFlat(param.shape, value);
  };
  const values = parsePath(plan, request.path) ?? [];
  plan.path.forEach((param, i) => {
    give(param, values[i]);
  });
  decodePairs(plan.query, plan.queryNames, request.query, '&', give);
  decodePairs(plan.cookies, plan.cookieNames, request.headers.cookie ?? '', '; ', give);
  for (const param of plan.headers) {
    const text = Object.hasOwn(request.headers, param.wire) ? request.headers[param.wire] : undefined;
    if (text !== undefined) give(param, parsePlace(param, text));
  }
  if (plan.body !== null && request.body !== undefined)
    decodeBody(plan.body, request.body as JsonValue, args);
  return args;
}

function decodePairs(
  params: readonly ParamPlan[],
  names: ToolPlan['queryNames'],
  text: string,
  glue: string,
  give: (param: ParamPlan, value: JsonValue | undefined) => void,
): void {
  const pairs = splitPairs(text, glue);
  const taken = withoutExploded(params, names);
  for (const param of params) give(param, parsePairs(param, pairs, ownedPairs(param, params, taken, pairs)));
}

function decodeBody(body: BodyPlan, value: JsonValue, args: JsonObject): void {
  if (body.mode === 'whole') {
    args[body.field.name] = toFlat(body.field.shape, value);
    return;
  }
  if (!isObject(value)) return;
  const rest: JsonObject = {};
  for (const key of Object.keys(value)) {
    const field = body.byWire.get(key);
    const item = value[key] as JsonValue;
    if (field !== undefined) args[field.name] = toFlat(field.shape, item);
    else setOwn(rest, key, toFlat(body.rest?.shape ?? null, item));
  }
  if (body.rest !== null && Object.keys(rest).length > 0) args[body.rest.name] = rest;
}
