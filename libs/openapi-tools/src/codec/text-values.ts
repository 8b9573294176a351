import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { Shape } from '../schema/shape';
import { accepts } from '../schema/types';
import type { EncodeContext } from './context';
import { isUnsafe, toWire, unsafeMessage } from './json-values';
import type { Container, ParamPlan } from './plan';
import { setOwn } from './set-own';
import { readText, readTyped, textOf } from './text';

/**
 * Canonical value of an argument in a place that holds text: scalars are what their text stands
 * for, empty containers are absent. Wire names throughout.
 * @returns undefined when the value is absent or was refused
 */
export function toTextValue(
  param: ParamPlan,
  value: JsonValue,
  context: EncodeContext,
): JsonValue | undefined {
  if (value === null) {
    context.refuse(
      param.name,
      'invalid_type',
      `Argument "${param.name}" cannot be null here; leave it out instead.`,
    );
    return undefined;
  }
  if (param.content === 'json') return toWire(param.shape, value, context, param.name);
  if (param.content === 'text') return scalar(param.shape, value, context, param.name);
  const given = unpack(param, value, context);
  switch (containerFor(param.container, given)) {
    case 'array':
      return array(param, given, context);
    case 'object':
      return param.jsonObjects
        ? element(param.shape, given, context, param.name)
        : object(param, given, context);
    default:
      return scalar(param.shape, given, context, param.name);
  }
}

function containerFor(container: Container, value: JsonValue): Container {
  if (container !== 'mixed') return container;
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' ? 'object' : 'scalar';
}

/** JSON text where only a container is allowed. */
function unpack(param: ParamPlan, value: JsonValue, context: EncodeContext): JsonValue {
  const { types } = param.shape;
  if (typeof value !== 'string' || !context.coerce || types === null || types.has('string')) return value;
  if (!types.has('array') && !types.has('object')) return value;
  const typed = readTyped(types, value);
  if (typeof typed !== 'object') return value;
  context.coercions += 1;
  return typed;
}

function scalar(
  shape: Shape | null,
  value: JsonValue,
  context: EncodeContext,
  field: string,
): JsonValue | undefined {
  if (typeof value === 'object') {
    context.refuse(field, 'invalid_type', `Argument "${field}" must be a single value.`);
    return undefined;
  }
  if (typeof value === 'number' && (!Number.isFinite(value) || (shape !== null && isUnsafe(shape, value)))) {
    context.refuse(field, 'invalid_type', unsafeMessage(field));
    return undefined;
  }
  return readText(shape?.types ?? null, textOf(value));
}

function array(param: ParamPlan, value: JsonValue, context: EncodeContext): JsonValue | undefined {
  if (isObject(value)) {
    context.refuse(param.name, 'invalid_type', `Argument "${param.name}" must be an array.`);
    return undefined;
  }
  if (!Array.isArray(value)) context.coercions += 1;
  const items = param.shape.items();
  const list = Array.isArray(value) ? value : [value];
  const out: JsonValue[] = [];
  for (let i = 0; i < list.length; i += 1) {
    const item = element(items, list[i] as JsonValue, context, `${param.name}.${String(i)}`);
    if (item !== undefined) out.push(item);
  }
  if (out.length === 0) return undefined;
  // One item looks like a single value wherever the document allows both.
  return param.container === 'mixed' && out.length === 1 && acceptsScalar(param.shape)
    ? single(param, out[0])
    : out;
}

function single(param: ParamPlan, item: JsonValue | undefined): JsonValue | undefined {
  return item === undefined ? undefined : readText(param.shape.types, textOf(item));
}

function acceptsScalar(shape: Shape): boolean {
  return (['string', 'integer', 'number', 'boolean'] as const).some((type) => accepts(shape.types, type));
}

/** Item of an array or member of an object: a scalar, or JSON text for a container. */
function element(
  shape: Shape | null,
  value: JsonValue,
  context: EncodeContext,
  field: string,
): JsonValue | undefined {
  if (value === null) {
    context.refuse(field, 'invalid_type', `Argument "${field}" cannot be null here; leave it out instead.`);
    return undefined;
  }
  if (typeof value !== 'object') return scalar(shape, value, context, field);
  return readText(shape?.types ?? null, textOf(toWire(shape, value, context, field)));
}

function object(param: ParamPlan, value: JsonValue, context: EncodeContext): JsonValue | undefined {
  if (!isObject(value)) {
    context.refuse(param.name, 'invalid_type', `Argument "${param.name}" must be an object.`);
    return undefined;
  }
  return members(param.shape, value, context, param.name, param.style === 'deepObject');
}

function members(
  shape: Shape | null,
  value: JsonObject,
  context: EncodeContext,
  field: string,
  deep: boolean,
): JsonValue | undefined {
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    const wire = shape?.wireOf.get(key) ?? key;
    const child = shape?.child(wire) ?? null;
    const item = value[key] as JsonValue;
    const at = `${field}.${key}`;
    const next =
      deep && typeof item === 'object' && item !== null
        ? nested(child, item, context, at)
        : element(child, item, context, at);
    if (wire !== key && Object.hasOwn(value, wire)) {
      context.refuse(at, 'invalid_value', `Argument "${field}" gives "${wire}" under two names.`);
    } else if (next !== undefined) setOwn(out, wire, next);
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

/** Beyond one level of `deepObject`: objects extend the brackets, arrays repeat the key. */
function nested(
  shape: Shape | null,
  value: JsonObject | JsonValue[],
  context: EncodeContext,
  field: string,
): JsonValue | undefined {
  if (!Array.isArray(value)) return members(shape, value, context, field, true);
  const items = shape?.items() ?? null;
  const out: JsonValue[] = [];
  value.forEach((raw, i) => {
    const item = element(items, raw, context, `${field}.${String(i)}`);
    if (item !== undefined) out.push(item);
  });
  const [only] = out;
  const listed = shape?.types?.size === 1 && shape.types.has('array');
  return out.length === 1 && !listed
    ? readText(shape?.types ?? null, textOf(only as JsonValue))
    : out.length === 0
      ? undefined
      : out;
}
