import type { JsonObject, JsonType, JsonValue } from '../model/json';
import type { Chain } from './chain';
import { coreOf } from './core';
import { patternsOf } from './describe';
import type { EmitHost, Task } from './emit-task';
import { addBounds, addDefault, enumOf, enumText, isPlainEnum } from './emit-values';
import type { Flat } from './flat';
import { inferTypes } from './infer';
import { writeItems, writeMembers } from './write-members';
import { ANY, nullNote, withDescription } from './write-texts';

/** Writes a level that has no union of its own. */
export function writeNode(host: EmitHost, task: Task, flat: Flat, chain: Chain | null): JsonObject {
  const types = task.only === null ? inferTypes(flat) : new Set([task.only]);
  const list = [...(types ?? [])];
  if (list.length > 1 && !host.settings.full) return perType(host, task, flat, list, chain);
  return typed(host, task, flat, list, chain);
}

/** One branch per type, each with the keywords of that type only. */
function perType(host: EmitHost, task: Task, flat: Flat, types: JsonType[], chain: Chain | null): JsonObject {
  const possible = types.filter((type) => flat.enum === null || (enumOf(flat, type) ?? []).length > 0);
  const core = coreOf({ ...flat, patterns: [] }, task.parts[0]?.pointer ?? '');
  const branches = (possible.length > 0 ? possible : types).map((only) =>
    host.child(task, chain, [core], { only, shape: task.shape }),
  );
  const notes = [...flat.notes, ...patternNotes(patternsOf(flat)), ...nullNote(host, flat), ...task.notes];
  return withDescription({ anyOf: branches }, flat, notes);
}

function typed(
  host: EmitHost,
  task: Task,
  flat: Flat,
  types: readonly JsonType[],
  chain: Chain | null,
): JsonObject {
  const { full } = host.settings;
  const schema: JsonObject = {};
  const notes = [...flat.notes];
  if (!full && types.length === 1 && types[0] === 'null') {
    return withDescription({}, flat, [...notes, 'Always null.', ...task.notes]);
  }
  const addsNull = full && flat.nullable && types.length > 0 && !types.includes('null');
  const shown = addsNull ? [...types, 'null'] : types;
  if (shown.length === 1) schema.type = shown[0] as string;
  else if (shown.length > 1) schema.type = [...shown];
  const values = enumOf(flat, types.length === 1 ? (types[0] ?? null) : null);
  if (values !== null && values.length > 0) addEnum(schema, host, values, flat, notes);
  for (const type of types) {
    if (type === 'object') writeMembers(schema, host, task, flat, chain);
    if (type === 'array') writeItems(schema, host, task, flat, chain);
    addBounds(schema, flat, type);
    addDefault(schema, flat, type);
  }
  const [first, ...others] = patternsOf(flat);
  const kept = full && first !== undefined && compiles(first);
  if (kept) schema.pattern = first;
  notes.push(...patternNotes(kept ? others : patternsOf(flat)));
  if (types.length === 0 && values === null) notes.push(ANY);
  return withDescription(schema, flat, [...notes, ...nullNote(host, flat), ...task.notes]);
}

function addEnum(schema: JsonObject, host: EmitHost, values: JsonValue[], flat: Flat, notes: string[]): void {
  if (!host.settings.full) {
    if (isPlainEnum(values)) schema.enum = values;
    else notes.push(enumText(values));
    return;
  }
  const [only] = values;
  if (values.length === 1 && only !== undefined && !flat.nullable) schema.const = only;
  else schema.enum = flat.nullable && !values.includes(null) ? [...values, null] : values;
}

function patternNotes(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => pattern.length <= 100).map((pattern) => `Pattern: ${pattern}`);
}

/** Third-party patterns are often not ECMAScript; validators compile with the `u` flag. */
function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
