import type { JsonObject, JsonValue } from '../model/json';
import { isObject } from '../document/is-object';
import type { EncodeContext } from './context';
import { allows, toWire } from './json-values';
import { missing } from './missing';
import type { BodyPlan, FieldPlan, ToolPlan } from './plan';
import { setOwn } from './set-own';

/** JSON body of a call; undefined when the call has none. */
export function encodeBody(
  plan: ToolPlan,
  body: BodyPlan,
  args: JsonObject,
  context: EncodeContext,
): JsonValue | undefined {
  if (body.mode === 'flat') return flatBody(plan, body, args, context);
  const { field } = body;
  const value = Object.hasOwn(args, field.name) ? args[field.name] : undefined;
  if (value === undefined) {
    if (body.required) missing(plan, field.name, context);
    return undefined;
  }
  return encodeField(plan, field, value, context);
}

function flatBody(
  plan: ToolPlan,
  body: Extract<BodyPlan, { mode: 'flat' }>,
  args: JsonObject,
  context: EncodeContext,
): JsonValue | undefined {
  const out: JsonObject = {};
  let given = false;
  for (const field of body.fields) {
    const value = Object.hasOwn(args, field.name) ? args[field.name] : undefined;
    if (value === undefined) continue;
    given = true;
    setOwn(out, field.wire, encodeField(plan, field, value, context));
  }
  if (body.rest !== null && Object.hasOwn(args, body.rest.name)) {
    given = addRest(body, body.rest, args[body.rest.name], out, context) || given;
  }
  // An optional body asks for its required properties only once it exists.
  if (given || body.required) {
    for (const field of body.fields) {
      if (field.required && !Object.hasOwn(out, field.wire)) missing(plan, field.name, context);
    }
    return out;
  }
  return undefined;
}

function addRest(
  body: Extract<BodyPlan, { mode: 'flat' }>,
  rest: { name: string; shape: FieldPlan['shape'] | null },
  value: JsonValue | undefined,
  out: JsonObject,
  context: EncodeContext,
): boolean {
  if (value === undefined) return false;
  if (!isObject(value)) {
    context.refuse(rest.name, 'invalid_type', `Argument "${rest.name}" must be an object.`);
    return false;
  }
  const keys = Object.keys(value);
  for (const key of keys) {
    const field = body.byWire.get(key);
    if (field !== undefined) {
      const message = `Argument "${rest.name}" repeats "${key.slice(0, 100)}"; give it as the argument "${field.name}".`;
      context.refuse(`${rest.name}.${key}`, 'invalid_value', message);
      continue;
    }
    setOwn(out, key, toWire(rest.shape, value[key] as JsonValue, context, `${rest.name}.${key}`));
  }
  return keys.length > 0;
}

function encodeField(plan: ToolPlan, field: FieldPlan, value: JsonValue, context: EncodeContext): JsonValue {
  const wire = toWire(field.shape, value, context, field.name);
  // A container in the wrong place is a slip of the caller; the wrong scalar is for the API to judge.
  if (plan.missingRequired === 'codec' && !allows(field.shape, wire)) {
    const { types } = field.shape;
    const wantsContainer =
      types !== null && [...types].every((type) => type === 'array' || type === 'object');
    if (typeof wire === 'object' || wantsContainer) {
      const wanted = [...(types ?? [])].join(' or ');
      context.refuse(field.name, 'invalid_type', `Argument "${field.name}" must be of type ${wanted}.`);
    }
  }
  return wire;
}
