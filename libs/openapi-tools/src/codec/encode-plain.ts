import type { JsonValue } from '../model/json';
import { encodeStrict } from './percent';
import type { ParamPlan } from './plan';

/** What ids look like: nothing to encode, nothing a path could misread. */
const ID = /^[A-Za-z0-9_~-]+$/;

/**
 * The common case without detours: one scalar, or a list of scalars that repeats its key. Both
 * come back as they went whatever they hold, so they need no proof per call.
 * @returns null when the value needs the general way
 */
export function encodePlain(param: ParamPlan, value: JsonValue): string | null {
  if (param.in === 'path') return param.plain && typeof value === 'string' && ID.test(value) ? value : null;
  if (!param.plain) return null;
  if (!Array.isArray(value)) {
    const text = param.container === 'scalar' ? scalarText(value) : null;
    return text === null ? null : `${param.encodedWire}=${text}`;
  }
  if (param.container !== 'array' || value.length === 0) return null;
  let out = '';
  for (const item of value) {
    const text = scalarText(item);
    if (text === null) return null;
    out += `${out === '' ? '' : '&'}${param.encodedWire}=${text}`;
  }
  return out;
}

/** Text of a string, safe whole number or boolean; null for everything that needs a closer look. */
function scalarText(value: JsonValue): string | null {
  switch (typeof value) {
    case 'string':
      return encodeStrict(value);
    case 'number':
      return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : null;
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return null;
  }
}
