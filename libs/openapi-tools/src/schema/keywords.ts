import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import { stableJson } from '../text/stable-json';
import {
  addMember,
  addName,
  addTo,
  BOUNDS,
  Merged,
  type Bound,
  type Flat,
  type Loss,
  type Part,
} from './flat';
import { intersectTypes, readTypes } from './types';

/** zod writes these for every whole number; they say nothing a JSON number could break. */
const SAFE_EDGE = Number.MAX_SAFE_INTEGER;

const TEXTS = 1;
const TYPES = 2;
const ENUMS = 4;
const LIMITS = 8;
const MEMBERS = 16;
const UNSHOWN = 32;

/** Which reader a keyword is for: a schema holds few of them, and asking for each costs more than reading those. */
const READERS: ReadonlyMap<string, number> = new Map([
  ...keys(
    TEXTS,
    'description title format contentEncoding contentMediaType deprecated readOnly writeOnly default',
  ),
  ...keys(TYPES, 'type nullable'),
  ...keys(ENUMS, 'enum const'),
  ...keys(LIMITS, BOUNDS.join(' ')),
  ...keys(MEMBERS, 'properties patternProperties required additionalProperties prefixItems items'),
  ...keys(UNSHOWN, 'pattern uniqueItems multipleOf minProperties maxProperties not if contains'),
  ...keys(UNSHOWN, 'dependentRequired dependentSchemas propertyNames'),
]);

function keys(reader: number, names: string): [string, number][] {
  return names.split(' ').map((name) => [name, reader]);
}

/** Adds the keywords of one schema object (not `$ref`, `allOf`, unions) to what is gathered so far. */
export function addKeywords(flat: Flat, schema: Record<string, unknown>, pointer: string): void {
  let readers = 0;
  for (const key of Object.keys(schema)) readers |= READERS.get(key) ?? 0;
  if (readers & TEXTS) addTexts(flat, schema);
  if (readers & TYPES) addTypes(flat, schema, pointer);
  if (readers & ENUMS) addEnum(flat, schema, pointer);
  if (readers & LIMITS) addBounds(flat, schema);
  if (readers & MEMBERS) addMembers(flat, schema, pointer);
  if (readers & UNSHOWN) addUnshown(flat, schema);
}

function addTexts(flat: Flat, schema: Record<string, unknown>): void {
  if (typeof schema.description === 'string' && schema.description.trim() !== '') {
    flat.description ??= schema.description;
  }
  if (typeof schema.title === 'string' && schema.title.trim() !== '') flat.title ??= schema.title;
  if (typeof schema.format === 'string') flat.format ??= schema.format;
  if (typeof schema.contentEncoding === 'string') flat.contentEncoding ??= schema.contentEncoding;
  if (typeof schema.contentMediaType === 'string') flat.contentMediaType ??= schema.contentMediaType;
  if (schema.deprecated === true) flat.deprecated = true;
  if (schema.readOnly === true) flat.readOnly = true;
  if (schema.writeOnly === true) flat.writeOnly = true;
  if (Object.hasOwn(schema, 'default')) flat.default ??= { value: schema.default };
}

function addTypes(flat: Flat, schema: Record<string, unknown>, pointer: string): void {
  // 3.0 spells null as a flag; `nullable: false` is its default and changes nothing.
  if (schema.nullable === true) flat.nullable = true;
  const types = readTypes(schema.type);
  if (types === null) return;
  if (flat.types === null) {
    flat.types = types;
    return;
  }
  const both = intersectTypes(flat.types, types);
  if (both.size > 0) flat.types = both;
  else
    lose(
      flat,
      'contradiction',
      pointer,
      'allOf asks for types that exclude each other; the outer one is kept',
    );
}

function addEnum(flat: Flat, schema: Record<string, unknown>, pointer: string): void {
  const lists: unknown[][] = [];
  if (Array.isArray(schema.enum) && schema.enum.length > 0) lists.push(schema.enum);
  else if (Array.isArray(schema.enum))
    lose(flat, 'empty_enum', pointer, 'an empty enum allows nothing; ignored');
  if (Object.hasOwn(schema, 'const')) lists.push([schema.const]);
  for (const list of lists) {
    const unique = distinct(list);
    if (flat.enum === null) {
      flat.enum = unique;
      continue;
    }
    const before = flat.enum;
    const both = common(before, unique);
    if (both.length > 0) flat.enum = both;
    else
      lose(
        flat,
        'contradiction',
        pointer,
        'allOf asks for enums without a common value; the outer one is kept',
      );
  }
}

/** By their JSON, because comparing each with each takes minutes for an enum of a hundred thousand values. */
function distinct(values: readonly unknown[]): unknown[] {
  const seen = new Map<unknown, unknown>();
  for (const value of values) {
    const key = keyOf(value);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

function common(values: readonly unknown[], others: readonly unknown[]): unknown[] {
  const keys = new Set(others.map(keyOf));
  return values.filter((value) => keys.has(keyOf(value)));
}

function keyOf(value: unknown): unknown {
  return typeof value === 'object' ? stableJson(value) : typeof value === 'string' ? `"${value}` : value;
}

function addBounds(flat: Flat, schema: Record<string, unknown>): void {
  for (const key of BOUNDS) {
    const value = boundOf(schema, key);
    if (value === null) continue;
    const before = flat.bounds[key];
    const lower = key.toLowerCase().includes('min');
    const bound = before === undefined ? value : lower ? Math.max(before, value) : Math.min(before, value);
    flat.bounds = { ...flat.bounds, [key]: bound };
  }
}

function boundOf(schema: Record<string, unknown>, key: Bound): number | null {
  const value = schema[key];
  // 3.0: `exclusiveMinimum: true` turns `minimum` into the exclusive bound.
  if (key === 'exclusiveMinimum' || key === 'exclusiveMaximum') {
    if (value === true) return finite(schema[key === 'exclusiveMinimum' ? 'minimum' : 'maximum']);
    return finite(value);
  }
  if (key === 'minimum' && (schema.exclusiveMinimum === true || value === -SAFE_EDGE)) return null;
  if (key === 'maximum' && (schema.exclusiveMaximum === true || value === SAFE_EDGE)) return null;
  const number = finite(value);
  if (number === null || key === 'minimum' || key === 'maximum') return number;
  if (!Number.isInteger(number) || number < 0) return null;
  return key.startsWith('min') && number === 0 ? null : number;
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function addMembers(flat: Flat, schema: Record<string, unknown>, pointer: string): void {
  flat.properties = addMap(flat.properties, schema.properties, pointer, 'properties');
  flat.patternProperties = addMap(
    flat.patternProperties,
    schema.patternProperties,
    pointer,
    'patternProperties',
  );
  if (Array.isArray(schema.required)) {
    for (const name of schema.required as unknown[])
      if (typeof name === 'string') flat.required = addName(flat.required, name);
  }
  const additional = schema.additionalProperties;
  if (additional === false) flat.additionalClosed = true;
  else if (additional === true || (isObject(additional) && Object.keys(additional).length === 0)) {
    flat.additionalOpen = true;
  } else if (isObject(additional)) {
    (flat.additional ??= []).push({ schema: additional, pointer: join(pointer, 'additionalProperties') });
  }
  if (Array.isArray(schema.prefixItems)) {
    (flat.prefixItems ??= []).push(
      ...(schema.prefixItems as unknown[]).map((item, i) => part(item, join(pointer, 'prefixItems', i))),
    );
  }
  if (schema.items === false) flat.itemsClosed = true;
  if (isObject(schema.items)) (flat.items ??= []).push(part(schema.items, join(pointer, 'items')));
}

function addMap(
  into: Flat['properties'],
  from: unknown,
  pointer: string,
  keyword: string,
): Flat['properties'] {
  if (!isObject(from)) return into;
  const at = `${pointer}/${keyword}`;
  let map = into;
  for (const key of Object.keys(from)) map = addMember(map, key, part(from[key], join(at, key)));
  return map;
}

function part(schema: unknown, pointer: string): Part {
  return { schema, pointer };
}

function addUnshown(flat: Flat, schema: Record<string, unknown>): void {
  if (typeof schema.pattern === 'string' && !flat.patterns.includes(schema.pattern)) {
    flat.patterns = addTo(flat.patterns, schema.pattern);
  }
  if (schema.uniqueItems === true) note(flat, 'Items are unique.');
  if (typeof schema.multipleOf === 'number') note(flat, `A multiple of ${String(schema.multipleOf)}.`);
  for (const key of ['minProperties', 'maxProperties'] as const) {
    const count = finite(schema[key]);
    if (count !== null && count > 0) {
      note(flat, `At ${key === 'minProperties' ? 'least' : 'most'} ${String(count)} properties.`);
    }
  }
  for (const key of [
    'not',
    'if',
    'contains',
    'dependentRequired',
    'dependentSchemas',
    'propertyNames',
  ] as const) {
    const value = schema[key];
    if (!isObject(value) || value instanceof Merged || isTrivial(value)) continue;
    const text = stableJson(value);
    if (text.length <= 80) note(flat, `${LABELS[key]}: ${text}`);
    else note(flat, `${LABELS[key]}: further rules apply.`);
  }
}

const LABELS = {
  not: 'Not',
  if: 'Under a condition',
  contains: 'Contains',
  dependentRequired: 'Needed together',
  dependentSchemas: 'Dependent rules',
  propertyNames: 'Keys',
} as const;

/** `propertyNames: { type: 'string' }`, as zod writes for every record, says nothing. */
function isTrivial(schema: Record<string, unknown>): boolean {
  return Object.keys(schema).every((key) => key === 'type' && schema.type === 'string');
}

export function note(flat: Flat, text: string): void {
  if (!flat.notes.includes(text)) flat.notes = addTo(flat.notes, text);
}

export function lose(flat: Flat, code: string, pointer: string, message: string): void {
  flat.lost = addTo<Loss>(flat.lost, { code, pointer, message });
}
