import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { EncodeContext } from './context';
import { flatEntries, giveBack, wholeEntries, type Entry } from './entries';
import { canonForm } from './form-body';
import { toFlat, toWire } from './json-values';
import { canonMultipart } from './multipart-body';
import type { BodyPlan, FieldPlan, FlatBodyPlan } from './plan';
import { canonRaw } from './raw-body';
import { setOwn } from './set-own';

/** Canonical form of the arguments of a body. */
export function canonBody(body: BodyPlan, args: JsonObject, out: JsonObject, context: EncodeContext): void {
  if (body.form !== null) {
    canonParts(body, body.form, args, out, context);
    return;
  }
  if (body.mode === 'whole' && body.format !== 'json') {
    canonRaw(body, args, out);
    return;
  }
  const fields = body.mode === 'whole' ? [body.field] : body.fields;
  for (const field of fields) {
    const value = own(args, field.name);
    if (value !== undefined) out[field.name] = jsonValue(field, value, context);
  }
  if (body.mode === 'flat') canonRest(body, args, out, context);
}

function canonRest(body: FlatBodyPlan, args: JsonObject, out: JsonObject, context: EncodeContext): void {
  const { rest } = body;
  const map = rest === null ? undefined : own(args, rest.name);
  if (rest === null || !isObject(map) || Object.keys(map).length === 0) return;
  const values: JsonObject = {};
  for (const key of Object.keys(map)) {
    setOwn(values, key, toFlat(rest.shape, toWire(rest.shape, map[key] as JsonValue, context, key)));
  }
  out[rest.name] = values;
}

function canonParts(
  body: BodyPlan,
  form: NonNullable<BodyPlan['form']>,
  args: JsonObject,
  out: JsonObject,
  context: EncodeContext,
): void {
  let entries: Entry[];
  if (body.mode === 'whole') {
    const value = own(args, body.field.name);
    if (value === undefined) return;
    const typed = toObject(value, context);
    if (typed === null) return;
    entries = wholeEntries(body, form, typed, context);
  } else entries = flatEntries(body, form, args);
  const found =
    body.format === 'form' ? canonForm(entries, context.coerce) : canonMultipart(entries, context.coerce);
  giveBack(body, found, out);
}

/** The object a form is made of, given as such or as JSON text. */
export function toObject(value: JsonValue, context: EncodeContext): JsonObject | null {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !context.coerce) return null;
  try {
    const parsed = JSON.parse(value) as JsonValue;
    if (!isObject(parsed)) return null;
    context.coercions += 1;
    return parsed;
  } catch {
    return null;
  }
}

function own(args: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}

function jsonValue(field: FieldPlan, value: JsonValue, context: EncodeContext): JsonValue {
  return toFlat(field.shape, toWire(field.shape, value, context, field.name));
}
