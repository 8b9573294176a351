import type { JsonType, JsonValue } from '../model/json';
import { accepts, typeOf } from '../schema/types';

/** Text of a value in a place that holds text only; nesting without a defined form is JSON. */
export function textOf(value: JsonValue): string {
  if (typeof value === 'string') return value;
  // -0 has no text of its own.
  if (typeof value === 'number') return String(value === 0 ? 0 : value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return JSON.stringify(value);
}

/**
 * The value a text stands for: a string wherever the document allows strings, else the number,
 * boolean or JSON container whose text it is, else the text itself.
 */
export function readText(types: ReadonlySet<JsonType> | null, text: string): JsonValue {
  if (types === null || types.has('string')) return text;
  return readTyped(types, text) ?? text;
}

/** Lossless reading of a text as another type the document allows; undefined when there is none. */
export function readTyped(types: ReadonlySet<JsonType>, text: string): JsonValue | undefined {
  if (types.has('integer') || types.has('number')) {
    const number = readNumber(text);
    if (number !== undefined) return number;
  }
  if (types.has('boolean')) {
    if (text === 'true') return true;
    if (text === 'false') return false;
  }
  return types.has('object') || types.has('array') ? readContainer(types, text) : undefined;
}

/** `5` but neither `05` nor `5.0`: only a text that comes back unchanged. */
function readNumber(text: string): number | undefined {
  if (text.length === 0 || text.length > 24) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || String(number) !== text) return undefined;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
}

function readContainer(types: ReadonlySet<JsonType>, text: string): JsonValue | undefined {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  return accepts(types, typeOf(value)) ? value : undefined;
}
