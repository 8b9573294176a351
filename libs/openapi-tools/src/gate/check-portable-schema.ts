import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import { MAX_DEPTH } from '../model/gate';
import { isUnclean } from '../text/hygiene';
import { checkEnum } from './check-enum';
import { checkObject } from './check-object';
import type { GateFindings } from './findings';
import type { ProfileRules } from './profile-rules';

const TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object']);

/** Rules 2 to 5 of the profiles without references: the keywords their hosts understand the same way. */
export function checkPortableSchema(
  schema: unknown,
  at: string,
  rules: ProfileRules,
  findings: GateFindings,
  depth = 1,
): void {
  if (!isObject(schema)) {
    findings.add(5, at, 'A subschema has to be an object.');
    return;
  }
  if (isTooDeep(schema, depth, rules)) {
    findings.add(5, at, `The schema is deeper than ${String(MAX_DEPTH)} levels.`);
    return;
  }
  checkKeywords(schema, at, rules, findings, depth);
  checkType(schema, at, rules, findings);
  if (typeof schema.description === 'string' && isUnclean(schema.description)) {
    findings.add(5, join(at, 'description'), 'The description holds control characters.');
  }
  if (names(schema.type).includes('array') && !isObject(schema.items)) {
    findings.add(5, at, 'An array needs items.');
  }
  checkEnum(schema, at, rules, findings);
  checkObject(schema, at, findings);
  if (rules.closed && names(schema.type).includes('object')) checkClosed(schema, at, findings);
  checkChildren(schema, at, rules, findings, depth);
}

/** `items: {}` says nothing and is no level; where a type has to stand, neither is a bare type. */
function isTooDeep(schema: Record<string, unknown>, depth: number, rules: ProfileRules): boolean {
  if (depth <= MAX_DEPTH) return false;
  return Object.keys(schema).some((key) => depth > MAX_DEPTH + 1 || !rules.typed || key !== 'type');
}

function checkKeywords(
  schema: Record<string, unknown>,
  at: string,
  rules: ProfileRules,
  findings: GateFindings,
  depth: number,
): void {
  for (const key of Object.keys(schema)) {
    // What the root holds is judged by `checkRoot`.
    if (rules.keywords.has(key) || depth === 1) continue;
    const rule = key.startsWith('$') || key === 'const' ? 5 : 4;
    findings.add(rule, join(at, key), `"${key}" is not portable.`);
  }
  if (rules.bareUnions && schema.anyOf !== undefined && Object.keys(schema).length > 1) {
    findings.add(4, join(at, 'anyOf'), 'Nothing may stand beside anyOf.');
  }
}

function checkType(
  schema: Record<string, unknown>,
  at: string,
  rules: ProfileRules,
  findings: GateFindings,
): void {
  const { type } = schema;
  if (type === undefined) {
    if (rules.typed && schema.anyOf === undefined) findings.add(4, at, 'A schema needs a type or anyOf.');
    return;
  }
  const list = names(type);
  const values = list.filter((name) => name !== 'null');
  const isKnown = values.length <= 1 && values.every((name) => TYPES.has(name)) && list.length > 0;
  const isAllowed = rules.nullType ? isKnown : isKnown && typeof type === 'string' && values.length === 1;
  if (!isAllowed) findings.add(4, join(at, 'type'), 'The type has to be one name.');
}

function names(type: unknown): string[] {
  return [type].flat().filter((name): name is string => typeof name === 'string');
}

function checkClosed(schema: Record<string, unknown>, at: string, findings: GateFindings): void {
  if (schema.additionalProperties !== false) {
    findings.add(4, join(at, 'additionalProperties'), 'The object is not closed.');
  }
  const required = Array.isArray(schema.required) ? (schema.required as unknown[]) : [];
  for (const name of isObject(schema.properties) ? Object.keys(schema.properties) : []) {
    if (!required.includes(name)) findings.add(4, join(at, 'required'), `"${name}" is not required.`);
  }
}

function checkChildren(
  schema: Record<string, unknown>,
  at: string,
  rules: ProfileRules,
  findings: GateFindings,
  depth: number,
): void {
  const check = (child: unknown, ...place: (string | number)[]): void => {
    checkPortableSchema(child, join(at, ...place), rules, findings, depth + 1);
  };
  if (isObject(schema.properties)) {
    for (const name of Object.keys(schema.properties)) check(schema.properties[name], 'properties', name);
  }
  if (schema.items !== undefined) check(schema.items, 'items');
  const more = schema.additionalProperties;
  if (more !== undefined && depth > 1 && !(rules.closed && more === false))
    check(more, 'additionalProperties');
  if (schema.anyOf === undefined) return;
  if (!Array.isArray(schema.anyOf) || schema.anyOf.length === 0) {
    findings.add(4, join(at, 'anyOf'), 'anyOf needs branches.');
    return;
  }
  (schema.anyOf as unknown[]).forEach((branch, i) => {
    check(branch, 'anyOf', i);
  });
}
