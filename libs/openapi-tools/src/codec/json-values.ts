import type { JsonObject, JsonValue } from '../model/json';
import type { Shape } from '../schema/shape';
import { accepts, typeOf } from '../schema/types';
import type { EncodeContext } from './context';
import { setOwn } from './set-own';
import { readTyped } from './text';

/** Deeper input is refused before it can exhaust the stack. */
const MAX_DEPTH = 500;

/**
 * A JSON value as it goes on the wire: aliases mapped back at every level, lossless coercion where
 * the document excludes the given type. Returns the value itself when nothing changes.
 */
export function toWire(
  shape: Shape | null,
  value: JsonValue,
  context: EncodeContext,
  field: string,
  depth = 0,
): JsonValue {
  if (shape === null) return value;
  if (typeof value === 'string') return coerce(shape, value, context, field, depth);
  if (typeof value === 'number') {
    if (isUnsafe(shape, value)) context.refuse(field, 'invalid_type', unsafeMessage(field));
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) {
    context.refuse(field, 'invalid_value', `Argument "${field.slice(0, 100)}" is nested too deeply.`);
    return value;
  }
  return Array.isArray(value)
    ? arrayToWire(shape, value, context, field, depth)
    : objectToWire(shape, value, context, field, depth);
}

function arrayToWire(
  shape: Shape,
  value: JsonValue[],
  context: EncodeContext,
  field: string,
  depth: number,
): JsonValue {
  const items = shape.items();
  if (items === null) return value;
  let out: JsonValue[] | null = null;
  for (let i = 0; i < value.length; i += 1) {
    const item = value[i] as JsonValue;
    const next = toWire(items, item, context, `${field}.${String(i)}`, depth + 1);
    if (next !== item) (out ??= value.slice())[i] = next;
  }
  return out ?? value;
}

function objectToWire(
  shape: Shape,
  value: JsonObject,
  context: EncodeContext,
  field: string,
  depth: number,
): JsonValue {
  let out: JsonObject | null = null;
  const keys = Object.keys(value);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as string;
    const wire = shape.wireOf.size === 0 ? key : (shape.wireOf.get(key) ?? key);
    const item = value[key] as JsonValue;
    const next = toWire(shape.child(wire), item, context, `${field}.${key}`, depth + 1);
    if (wire !== key && Object.hasOwn(value, wire)) {
      context.refuse(
        `${field}.${key}`,
        'invalid_value',
        `Argument "${field}" gives "${wire}" under two names.`,
      );
    }
    if (out === null && next === item && wire === key) continue;
    if (out === null) {
      out = {};
      for (const before of keys.slice(0, i)) setOwn(out, before, value[before] as JsonValue);
    }
    setOwn(out, wire, next);
  }
  return out ?? value;
}

function coerce(
  shape: Shape,
  value: string,
  context: EncodeContext,
  field: string,
  depth: number,
): JsonValue {
  if (!context.coerce || shape.types === null || shape.types.has('string')) return value;
  const typed = readTyped(shape.types, value);
  if (typed === undefined) return value;
  context.coercions += 1;
  return typeof typed === 'object' ? toWire(shape, typed, context, field, depth + 1) : typed;
}

/** Whole numbers beyond 2^53−1 have lost digits before they got here. */
export function isUnsafe(shape: Shape, value: number): boolean {
  if (!Number.isFinite(value)) return true;
  return (
    shape.types !== null &&
    shape.types.has('integer') &&
    !shape.types.has('number') &&
    Number.isInteger(value) &&
    !Number.isSafeInteger(value)
  );
}

export function unsafeMessage(field: string): string {
  return `Argument "${field}" is a number beyond 2^53-1, which loses digits; give its digits as a string where the place holds text.`;
}

/** True when the document allows this type here (null is always let through). */
export function allows(shape: Shape, value: JsonValue): boolean {
  return value === null || accepts(shape.types, typeOf(value));
}

/** The inverse of the renaming in `toWire`. */
export function toFlat(shape: Shape | null, value: JsonValue, depth = 0): JsonValue {
  if (shape === null || typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    const items = shape.items();
    return items === null ? value : value.map((item) => toFlat(items, item, depth + 1));
  }
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    setOwn(out, shape.nameOf.get(key) ?? key, toFlat(shape.child(key), value[key] as JsonValue, depth + 1));
  }
  return out;
}
