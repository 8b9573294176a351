import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import { typeOf } from '../schema/types';
import { isUnclean } from '../text/hygiene';
import { checkObject } from './check-object';
import type { GateFindings } from './findings';

const KEYWORDS: ReadonlySet<string> = new Set([
  'type',
  'description',
  'properties',
  'required',
  'items',
  'enum',
  'default',
  'anyOf',
  'additionalProperties',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'title',
]);
const TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object']);
export const MAX_DEPTH = 12;

/** Rules 2 to 5 of profile `safe`: the keywords every known host understands the same way. */
export function checkSafeSchema(schema: unknown, at: string, findings: GateFindings, depth = 1): void {
  if (!isObject(schema)) {
    findings.add(5, at, 'A subschema has to be an object.');
    return;
  }
  // `items: {}` says nothing and is no level.
  if (depth > MAX_DEPTH && Object.keys(schema).length > 0) {
    findings.add(5, at, `The schema is deeper than ${String(MAX_DEPTH)} levels.`);
    return;
  }
  for (const key of Object.keys(schema)) {
    if (!KEYWORDS.has(key))
      findings.add(
        key.startsWith('$') || key === 'const' ? 5 : 4,
        join(at, key),
        `"${key}" is not portable.`,
      );
  }
  const { type } = schema;
  if (type !== undefined && (typeof type !== 'string' || !TYPES.has(type))) {
    findings.add(4, join(at, 'type'), 'The type has to be one name.');
  }
  if (typeof schema.description === 'string' && isUnclean(schema.description)) {
    findings.add(5, join(at, 'description'), 'The description holds control characters.');
  }
  if (type === 'array' && !isObject(schema.items)) findings.add(5, at, 'An array needs items.');
  checkEnum(schema, at, findings);
  checkObject(schema, at, findings);
  checkChildren(schema, at, findings, depth);
}

function checkEnum(schema: Record<string, unknown>, at: string, findings: GateFindings): void {
  if (schema.enum === undefined) return;
  const values = Array.isArray(schema.enum) ? (schema.enum as unknown[]) : [];
  const types = new Set(values.map((value) => (typeOf(value) === 'integer' ? 'number' : typeOf(value))));
  if (types.size !== 1) findings.add(5, join(at, 'enum'), 'An enum needs values of one type.');
}

function checkChildren(
  schema: Record<string, unknown>,
  at: string,
  findings: GateFindings,
  depth: number,
): void {
  if (isObject(schema.properties)) {
    for (const name of Object.keys(schema.properties)) {
      checkSafeSchema(schema.properties[name], join(at, 'properties', name), findings, depth + 1);
    }
  }
  if (schema.items !== undefined) checkSafeSchema(schema.items, join(at, 'items'), findings, depth + 1);
  if (schema.additionalProperties !== undefined && depth > 1) {
    checkSafeSchema(schema.additionalProperties, join(at, 'additionalProperties'), findings, depth + 1);
  }
  if (schema.anyOf === undefined) return;
  if (!Array.isArray(schema.anyOf) || schema.anyOf.length === 0) {
    findings.add(4, join(at, 'anyOf'), 'anyOf needs branches.');
    return;
  }
  (schema.anyOf as unknown[]).forEach((branch, i) => {
    checkSafeSchema(branch, join(at, 'anyOf', i), findings, depth + 1);
  });
}
