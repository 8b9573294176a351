import type { JsonObject, JsonType, JsonValue } from '../model/json';
import { isUnclean } from '../text/hygiene';
import { stableJson } from '../text/stable-json';
import type { Bound, Flat } from './flat';
import { accepts, typeOf } from './types';

const MAX_ENUM_VALUES = 100;
const MAX_ENUM_TEXT = 2000;

const BOUNDS_OF: Partial<Record<JsonType, readonly Bound[]>> = {
  string: ['minLength', 'maxLength'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  array: ['minItems', 'maxItems'],
};

/** Copies the bounds that mean something for this type. */
export function addBounds(out: JsonObject, flat: Flat, type: JsonType): void {
  for (const key of BOUNDS_OF[type] ?? []) {
    const value = flat.bounds[key];
    if (value !== undefined) out[key] = value;
  }
  // Number formats only repeat the type.
  if (type === 'string' && flat.format !== null && !isUnclean(flat.format)) out.format = flat.format;
}

/** Values of the enum that belong to this type; null when there is no enum. */
export function enumOf(flat: Flat, type: JsonType | null): JsonValue[] | null {
  if (flat.enum === null) return null;
  const values = flat.enum.filter((value) => type === null || accepts(new Set([type]), typeOf(value)));
  return JSON.parse(stableJson(values)) as JsonValue[];
}

/** A list hosts accept: scalars of one type, not too long, no control characters. */
export function isPlainEnum(values: readonly JsonValue[]): boolean {
  const kinds = new Set(values.map((value) => typeof value));
  return (
    values.length > 0 &&
    values.length <= MAX_ENUM_VALUES &&
    kinds.size === 1 &&
    !kinds.has('object') &&
    values.every((value) => typeof value !== 'string' || !isUnclean(value)) &&
    JSON.stringify(values).length <= MAX_ENUM_TEXT
  );
}

/** Short form of an enum for the description. */
export function enumText(values: readonly JsonValue[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = stableJson(value);
    length += text.length + 2;
    if (length > 400) break;
    shown.push(text);
  }
  const rest = values.length - shown.length;
  return `One of: ${shown.join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}.`;
}

/** Shows a default that fits the type; larger values only cost tokens. */
export function addDefault(out: JsonObject, flat: Flat, type: JsonType): void {
  if (flat.default === null) return;
  const { value } = flat.default;
  if (!accepts(new Set([type]), typeOf(value))) return;
  if (typeof value === 'string' && isUnclean(value)) return;
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) return;
  out.default = structuredClone(value) as JsonValue;
}
