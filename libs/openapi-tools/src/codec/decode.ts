import type { JsonObject, JsonValue } from '../model/json';
import type { EncodedRequest } from '../model/request';
import type { ToolDefinition } from '../model/tool';
import { decodeBody } from './decode-body';
import { withoutExploded } from './encode-param';
import { ownedPairs } from './exploded';
import { toFlat } from './json-values';
import { parsePairs, parsePlace, splitPairs } from './parse';
import { parsePath } from './parse-path';
import type { PairPlace, ParamPlan } from './plan';

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
  decodePairs(plan.query, request.query, '&', give);
  decodePairs(plan.cookies, request.headers.cookie ?? '', '; ', give);
  for (const param of plan.headers) {
    const text = Object.hasOwn(request.headers, param.wire) ? request.headers[param.wire] : undefined;
    if (text !== undefined) give(param, parsePlace(param, text));
  }
  if (plan.body !== null && request.body !== undefined) decodeBody(plan.body, request, args);
  return args;
}

function decodePairs(
  place: PairPlace,
  text: string,
  glue: string,
  give: (param: ParamPlan, value: JsonValue | undefined) => void,
): void {
  const pairs = splitPairs(text, glue);
  const taken = withoutExploded(place);
  for (const param of place.params) {
    give(param, parsePairs(param, pairs, ownedPairs(param, place.params, taken, pairs)));
  }
}
