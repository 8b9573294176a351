import type { JsonObject, JsonValue } from '../model/json';
import type { ToolDefinition } from '../model/tool';
import { canonBody } from './canon-body';
import { EncodeContext } from './context';
import { toFlat } from './json-values';
import type { ParamPlan } from './plan';
import { toTextValue } from './text-values';

/**
 * Canonical form of accepted arguments: absent stays absent, empty containers in text places are
 * absent, text places hold what their text stands for, coercion is applied.
 */
export function canon(tool: ToolDefinition, args: JsonObject): JsonObject {
  const { plan } = tool;
  const context = new EncodeContext(plan.coercion);
  const out: JsonObject = {};
  for (const param of [...plan.path, ...plan.query.params, ...plan.headers, ...plan.cookies.params]) {
    const value = own(args, param.name);
    const wire = value === undefined ? undefined : textValue(param, value, context);
    if (wire !== undefined) out[param.name] = toFlat(param.shape, wire);
  }
  if (plan.body !== null) canonBody(plan.body, args, out, context);
  return out;
}

function own(args: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}

function textValue(param: ParamPlan, value: JsonValue, context: EncodeContext): JsonValue | undefined {
  const wire = toTextValue(param, value, context);
  // `allowEmptyValue` is the one way to send a required empty array.
  if (wire === undefined && Array.isArray(value) && param.required && param.allowEmptyValue) return [];
  return wire;
}
