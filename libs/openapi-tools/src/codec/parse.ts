import type { JsonObject, JsonValue } from '../model/json';
import type { Shape } from '../schema/shape';
import { accepts } from '../schema/types';
import { decodePercent } from './percent';
import type { ParamPlan } from './plan';
import { setOwn } from './set-own';
import { readText } from './text';

/** One `name=value` pair: name decoded, value still encoded, so that delimiters stay visible. */
export interface Pair {
  readonly name: string;
  readonly raw: string;
}

export function splitPairs(text: string, glue: string): Pair[] {
  if (text === '') return [];
  return text.split(glue).map((pair) => {
    const at = pair.indexOf('=');
    return at < 0
      ? { name: decodePercent(pair), raw: '' }
      : { name: decodePercent(pair.slice(0, at)), raw: pair.slice(at + 1) };
  });
}

/** Value of a query or cookie parameter from the pairs; `owned` are those of an exploded object. */
export function parsePairs(
  param: ParamPlan,
  pairs: readonly Pair[],
  owned: readonly Pair[],
): JsonValue | undefined {
  // Only objects have brackets; anything else in this style goes as exploded form.
  const deep = param.style === 'deepObject' && param.content === null;
  const nested = deep && param.container !== 'array' ? parseDeep(param, pairs) : undefined;
  if (nested !== undefined) return nested;
  if (param.container === 'object' && param.style === 'form' && param.explode && param.content === null) {
    return owned.length === 0 ? undefined : members(param.shape, owned);
  }
  const own = pairs.filter((pair) => isNamed(param, pair.name)).map((pair) => pair.raw);
  const [first] = own;
  if (first === undefined) return undefined;
  if (param.content !== null) return parseContent(param, decodePercent(first));
  if (param.style !== 'form')
    return parseList(param, first, param.style === 'spaceDelimited' ? '%20' : '%7C');
  if (!deep && !param.explode) return parseList(param, first, ',');
  if (param.container === 'array') {
    if (param.allowEmptyValue && own.length === 1 && first === '') return [];
    return own.map((raw) => item(param.shape, decodePercent(raw)));
  }
  if (param.container === 'mixed' && own.length > 1)
    return own.map((raw) => item(param.shape, decodePercent(raw)));
  return readText(param.shape.types, decodePercent(first));
}

/** The name itself, or with the mark of a list. */
function isNamed(param: ParamPlan, name: string): boolean {
  if (name === param.wire) return true;
  if (param.style !== 'deepObject' || param.arrays === 'repeat' || !name.startsWith(`${param.wire}[`))
    return false;
  return /^\[\d*\]$/.test(name.slice(param.wire.length));
}

/** Value of a header, or of the piece of a path. */
export function parsePlace(param: ParamPlan, text: string): JsonValue | undefined {
  const decode = param.in === 'header' ? (raw: string): string => raw : decodePercent;
  if (param.content !== null) return parseContent(param, decode(strip(param, text)));
  if (param.style === 'matrix' && param.explode && param.container !== 'scalar')
    return parseMatrix(param, text);
  const body = strip(param, text);
  const glue = param.style === 'label' && param.explode ? '.' : ',';
  if (param.container === 'object' && param.explode) {
    return members(param.shape, splitPairs(body, glue), param.in === 'header');
  }
  return parseList(param, body, glue);
}

function strip(param: ParamPlan, text: string): string {
  if (param.style === 'label') return text.replace(/^\./, '');
  if (param.style !== 'matrix') return text;
  const at = text.indexOf('=');
  return at < 0 ? '' : text.slice(at + 1);
}

function parseMatrix(param: ParamPlan, text: string): JsonValue {
  const pairs = splitPairs(text.replace(/^;/, ''), ';');
  if (param.container === 'object') return members(param.shape, pairs);
  const list = pairs.map((pair) => item(param.shape, decodePercent(pair.raw)));
  const [only] = pairs;
  if (param.container === 'array' || list.length !== 1 || only === undefined) return list;
  return readText(param.shape.types, decodePercent(only.raw));
}

function parseContent(param: ParamPlan, text: string): JsonValue {
  if (param.content === 'text') return readText(param.shape.types, text);
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Scalars, delimited arrays, and objects as `key,value` lists. */
function parseList(param: ParamPlan, raw: string, glue: string): JsonValue {
  const decode = param.in === 'header' ? (text: string): string => text : decodePercent;
  if (param.container === 'scalar') return readText(param.shape.types, decode(raw));
  const pieces = raw.split(glue).map(decode);
  if (param.container === 'array') return pieces.map((piece) => item(param.shape, piece));
  if (param.container === 'object') {
    const out: JsonObject = {};
    for (let i = 0; i < pieces.length; i += 2) {
      const key = pieces[i] ?? '';
      setOwn(out, key, readText(param.shape.child(key)?.types ?? null, pieces[i + 1] ?? ''));
    }
    return out;
  }
  const isList = pieces.length > 1 && accepts(param.shape.types, 'array');
  return isList ? pieces.map((piece) => item(param.shape, piece)) : readText(param.shape.types, decode(raw));
}

function item(shape: Shape, text: string): JsonValue {
  return readText(shape.items()?.types ?? null, text);
}

function members(shape: Shape, pairs: readonly Pair[], bare = false): JsonObject {
  const out: JsonObject = {};
  for (const { name, raw } of pairs) {
    setOwn(out, name, readText(shape.child(name)?.types ?? null, bare ? raw : decodePercent(raw)));
  }
  return out;
}

function parseDeep(param: ParamPlan, pairs: readonly Pair[]): JsonValue | undefined {
  const out: JsonObject = {};
  let found = false;
  for (const { name, raw } of pairs) {
    if (!name.startsWith(`${param.wire}[`) || !name.endsWith(']')) continue;
    found = true;
    place(param.shape, out, keysOf(param, name), decodePercent(raw));
  }
  return found ? out : undefined;
}

/** Keys between the brackets, without the mark of a list. */
function keysOf(param: ParamPlan, name: string): string[] {
  const keys = name.slice(param.wire.length + 1, -1).split('][');
  const last = keys.at(-1) ?? '';
  const listed = param.arrays === 'brackets' ? last === '' : param.arrays === 'indices' && /^\d+$/.test(last);
  return listed ? keys.slice(0, -1) : keys;
}

function place(shape: Shape | null, into: JsonObject, path: readonly string[], text: string): void {
  const [key = '', ...rest] = path;
  const child = shape?.child(key) ?? null;
  const before = Object.hasOwn(into, key) ? into[key] : undefined;
  if (rest.length > 0) {
    const next = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {};
    setOwn(into, key, next);
    place(child, next, rest, text);
    return;
  }
  const types = child?.types ?? null;
  const entry = readText(child?.items()?.types ?? null, text);
  if (types?.size === 1 && types.has('array'))
    setOwn(into, key, Array.isArray(before) ? [...before, entry] : [entry]);
  else if (before === undefined) setOwn(into, key, readText(types, text));
  else setOwn(into, key, [...(Array.isArray(before) ? before : [before]), entry]);
}
