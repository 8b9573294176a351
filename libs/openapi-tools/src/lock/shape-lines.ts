import { isObject } from '../document/is-object';
import type { JsonObject } from '../model/json';
import { byCodeUnit } from '../text/sort';

/**
 * What a caller relies on in one argument, as short lines: path inside the argument to
 * `type`, `type(values)` for an enum, a trailing `!` for a required property.
 */
export function shapeLines(schema: JsonObject): Record<string, string> {
  const lines = new Map<string, { types: Set<string>; values: Set<string> | null; required: boolean }>();
  collect(schema, '', false, lines);
  const out: Record<string, string> = {};
  for (const path of [...lines.keys()].sort(byCodeUnit)) {
    const line = lines.get(path);
    if (line === undefined) continue;
    const types = [...line.types].sort(byCodeUnit).join('|') || 'any';
    const values = line.values === null ? '' : `(${[...line.values].sort(byCodeUnit).join('|')})`;
    out[path] = `${types}${values}${line.required ? '!' : ''}`;
  }
  return out;
}

type Lines = Map<string, { types: Set<string>; values: Set<string> | null; required: boolean }>;

function collect(schema: JsonObject, path: string, required: boolean, lines: Lines): void {
  const branches = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isObject) : null;
  if (branches !== null) {
    for (const branch of branches) collect(branch as JsonObject, path, required, lines);
    return;
  }
  const type = typeof schema.type === 'string' ? schema.type : 'any';
  const values = Array.isArray(schema.enum) ? schema.enum.map(valueText) : null;
  const line = lines.get(path);
  if (line === undefined) {
    lines.set(path, { types: new Set([type]), values: values === null ? null : new Set(values), required });
  } else {
    line.types.add(type);
    // One branch without an enum lifts it for the whole union.
    if (values === null) line.values = null;
    else if (line.values !== null) for (const value of values) line.values.add(value);
    line.required = line.required && required;
  }
  if (isObject(schema.items)) collect(schema.items, `${path}[]`, false, lines);
  if (isObject(schema.additionalProperties)) {
    collect(schema.additionalProperties, `${path}.*`, false, lines);
  }
  if (!isObject(schema.properties)) return;
  const needed = Array.isArray(schema.required) ? (schema.required as unknown[]) : [];
  for (const name of Object.keys(schema.properties)) {
    const property = schema.properties[name];
    if (isObject(property)) collect(property, `${path}.${name}`, needed.includes(name), lines);
  }
}

/** `|` separates values, so a value that holds one spells it as an escape. */
function valueText(value: unknown): string {
  return JSON.stringify(value).replaceAll('|', '\\u007c');
}
