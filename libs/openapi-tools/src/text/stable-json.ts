import { byCodeUnit } from './sort';

/** JSON with sorted keys: equal for equal values. */
export function stableJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  const keys = Object.keys(value);
  if (keys.length > 1) keys.sort(byCodeUnit);
  let out = '{';
  for (const key of keys) {
    if (out.length > 1) out += ',';
    out += `${JSON.stringify(key)}:${stableJson((value as Record<string, unknown>)[key])}`;
  }
  return `${out}}`;
}
