import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { ToolDefinition } from '../model/tool';
import { EncodeContext } from './context';
import { toFlat, toWire } from './json-values';
import type { FieldPlan, ParamPlan } from './plan';
import { setOwn } from './set-own';
import { toTextValue } from './text-values';

/**
 * Canonical form of accepted arguments: absent stays absent, empty containers in text places are
 * absent, text places hold what their text stands for, coercion is applied.
 */
export function canon(tool: ToolDefinition, args: JsonObject): JsonObject {
  const { plan } = tool;
  const context = new EncodeContext(plan.coercion);
  const out: JsonObject = {};
  for (const param of [...plan.path, ...plan.query, ...plan.headers, ...plan.cookies]) {
    const value = own(args, param.name);
    const wire = value === undefined ? undefined : textValue(param, value, context);
    if (wire !== undefined) out[param.name] = toFlat(param.shape, wire);
  }
  if (plan.body === null) return out;
  const fields = plan.body.mode === 'whole' ? [plan.body.field] : plan.body.fields;
  for (const field of fields) {
    const value = own(args, field.name);
    if (value !== undefined) out[field.name] = jsonValue(field, value, context);
  }
  const rest = plan.body.mode === 'flat' ? plan.body.rest : null;
  const map = rest === null ? undefined : own(args, rest.name);
  if (rest !== null && isObject(map) && Object.keys(map).length > 0) {
    const values: JsonObject = {};
    for (const key of Object.keys(map)) {
      setOwn(values, key, toFlat(rest.shape, toWire(rest.shape, map[key] as JsonValue, context, key)));
    }
    out[rest.name] = values;
  }
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

function jsonValue(field: FieldPlan, value: JsonValue, context: EncodeContext): JsonValue {
  return toFlat(field.shape, toWire(field.shape, value, context, field.name));
}
