import type { JsonObject, JsonValue } from '../model/json';
import { isObject } from '../document/is-object';
import { toObject } from './canon-body';
import type { EncodeContext } from './context';
import { flatEntries, wholeEntries, type Entry } from './entries';
import { encodeForm } from './form-body';
import { allows, toWire } from './json-values';
import { missing } from './missing';
import { encodeMultipart } from './multipart-body';
import type { BodyPlan, FieldPlan, FlatBodyPlan, PartsPlan, ToolPlan, WholeBodyPlan } from './plan';
import { encodeRaw, rawType } from './raw-body';
import { setOwn } from './set-own';

/** A body as it is sent: a JSON value, or the bytes of every other type. */
export interface SentBody {
  readonly body: JsonValue | Uint8Array;
  readonly contentType: string;
}

/** Body of a call; null when the call has none. */
export function encodeBody(
  plan: ToolPlan,
  body: BodyPlan,
  args: JsonObject,
  context: EncodeContext,
): SentBody | null {
  const value =
    body.mode === 'flat' ? flatBody(plan, body, args, context) : wholeBody(plan, body, args, context);
  if (value === undefined || !(value instanceof Sent)) {
    return value === undefined ? null : { body: value, contentType: body.contentType ?? 'application/json' };
  }
  return value.body;
}

/** Bytes and their type, told apart from JSON values. */
class Sent {
  constructor(readonly body: SentBody) {}
}

function wholeBody(
  plan: ToolPlan,
  body: WholeBodyPlan,
  args: JsonObject,
  context: EncodeContext,
): JsonValue | Sent | undefined {
  const { field } = body;
  const value = Object.hasOwn(args, field.name) ? args[field.name] : undefined;
  if (value === undefined) {
    if (body.required) missing(plan, field.name, context);
    return undefined;
  }
  if (body.form !== null) return wholeForm(body, body.form, value, context);
  if (body.format === 'json') return encodeField(plan, field, value, context);
  const bytes = encodeRaw(body, value, context);
  const contentType = rawType(body, args, context);
  return bytes === undefined ? undefined : new Sent({ body: bytes, contentType });
}

function wholeForm(
  body: WholeBodyPlan,
  form: PartsPlan,
  value: JsonValue,
  context: EncodeContext,
): Sent | undefined {
  const typed = toObject(value, context);
  if (typed !== null) return formOf(body, form, wholeEntries(body, form, typed, context), context);
  const { name } = body.field;
  context.refuse(name, 'invalid_type', `Argument "${name}" must be an object.`);
  return undefined;
}

function formOf(body: BodyPlan, form: PartsPlan, entries: readonly Entry[], context: EncodeContext): Sent {
  if (body.format === 'form') {
    const bytes = encodeForm(body, form, entries, context);
    return new Sent({ body: bytes, contentType: body.contentType ?? 'application/x-www-form-urlencoded' });
  }
  const { bytes, boundary } = encodeMultipart(form, entries, context);
  const type = (body.contentType ?? 'multipart/form-data').split(';')[0] ?? '';
  return new Sent({ body: bytes, contentType: `${type.trim()}; boundary=${boundary}` });
}

function flatBody(
  plan: ToolPlan,
  body: FlatBodyPlan,
  args: JsonObject,
  context: EncodeContext,
): JsonValue | Sent | undefined {
  const out: JsonObject = {};
  let given = false;
  for (const field of body.fields) {
    const value = Object.hasOwn(args, field.name) ? args[field.name] : undefined;
    if (value === undefined) continue;
    given = true;
    setOwn(out, field.wire, body.form === null ? encodeField(plan, field, value, context) : value);
  }
  if (body.rest !== null && Object.hasOwn(args, body.rest.name)) {
    given = addRest(body, body.rest, args[body.rest.name], out, context) || given;
  }
  refuseIdleCompanions(body, args, context);
  // An optional body asks for its required properties only once it exists.
  if (!given && !body.required) return undefined;
  for (const field of body.fields) {
    if (field.required && !Object.hasOwn(out, field.wire)) missing(plan, field.name, context);
  }
  return body.form === null ? out : formOf(body, body.form, flatEntries(body, body.form, args), context);
}

/** A file name or type without its file is a slip. */
function refuseIdleCompanions(body: FlatBodyPlan, args: JsonObject, context: EncodeContext): void {
  if (body.format !== 'multipart' || body.form === null) return;
  for (const part of body.form.parts.values()) {
    const { name } = part.param;
    if (Object.hasOwn(args, name)) continue;
    for (const companion of [part.filename, part.typeName]) {
      if (companion === null || !Object.hasOwn(args, companion)) continue;
      context.refuse(
        companion,
        'invalid_value',
        `Argument "${companion}" needs the argument "${name}" beside it.`,
      );
    }
  }
}

function addRest(
  body: FlatBodyPlan,
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
    if (body.form !== null) continue;
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
