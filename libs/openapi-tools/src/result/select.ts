import { setOwn } from '../codec/set-own';
import { isObject, own } from '../document/is-object';
import { join } from '../document/pointer';
import type { JsonObject, JsonValue } from '../model/json';
import type { ShrinkNote } from '../model/result';

/** Names still wanted below a name; an empty map means everything. */
type Wanted = Map<string, Wanted>;

export interface Selection {
  readonly value: JsonValue;
  /** Names that the value has nowhere. */
  readonly unknown: readonly string[];
}

/**
 * The named fields of a value, in its own shape.
 * - `items.id` names a member of every item of a list: lists have no names of their own
 * - a name may begin with `result`, under which lists and scalars are shown
 */
export function selectFields(value: JsonValue, fields: readonly string[]): Selection {
  const isWrapped = !isObject(value) || !Object.hasOwn(value, 'result');
  const names = fields.map((field) => (isWrapped ? field.replace(/^result\.(?=.)/, '') : field));
  const unknown = fields.filter((_, i) => !has(value, (names[i] ?? '').split('.')));
  return { value: pick(value, treeOf(names)), unknown };
}

function treeOf(names: readonly string[]): Wanted {
  const root: Wanted = new Map();
  // Short names first: a whole member holds all that is wanted of it.
  for (const name of [...names].sort((a, b) => a.length - b.length)) add(root, name.split('.'));
  return root;
}

function add(root: Wanted, tokens: readonly string[]): void {
  let at = root;
  for (const [i, token] of tokens.entries()) {
    const known = at.get(token);
    if (known?.size === 0) return;
    const next: Wanted = known ?? new Map<string, Wanted>();
    if (known === undefined) at.set(token, next);
    if (i === tokens.length - 1) next.clear();
    at = next;
  }
}

function pick(value: JsonValue, wanted: Wanted): JsonValue {
  if (wanted.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, wanted));
  if (!isObject(value)) return value;
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    const inner = wanted.get(key);
    if (inner !== undefined) setOwn(out, key, pick(value[key] as JsonValue, inner));
  }
  return out;
}

function has(value: JsonValue, tokens: readonly string[]): boolean {
  const [first, ...rest] = tokens;
  if (first === undefined) return true;
  // An empty list says nothing about its items.
  if (Array.isArray(value)) return value.length === 0 || value.some((item) => has(item, tokens));
  if (!isObject(value) || !Object.hasOwn(value, first)) return false;
  return has(own(value, first) as JsonValue, rest);
}

/** Keeps the head of every outermost list: lists inside items belong to their items. */
export function limitItems(value: JsonValue, limit: number, notes: ShrinkNote[], path = ''): JsonValue {
  if (Array.isArray(value)) {
    if (value.length <= limit) return value;
    notes.push({ path, unit: 'items', total: value.length, kept: limit });
    return value.slice(0, limit);
  }
  if (!isObject(value)) return value;
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    setOwn(out, key, limitItems(value[key] as JsonValue, limit, notes, join(path, key)));
  }
  return out;
}
