import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import { MAX_DEPTH } from '../model/gate';
import { checkObject } from './check-object';
import type { GateFindings } from './findings';

/** Rules 2, 3 and 5 of profile `full-2020-12`: legal keys, bounded depth, references that resolve. */
export function checkFullSchema(root: Record<string, unknown>, at: string, findings: GateFindings): void {
  const defs = isObject(root.$defs) ? root.$defs : {};
  walk(root, at, 1, defs, findings);
  for (const name of Object.keys(defs)) walk(defs[name], join(at, '$defs', name), 2, defs, findings);
}

function walk(
  schema: unknown,
  at: string,
  depth: number,
  defs: Record<string, unknown>,
  findings: GateFindings,
): void {
  if (!isObject(schema)) {
    findings.add(5, at, 'A subschema has to be an object.');
    return;
  }
  // `items: {}` says nothing and is no level.
  if (depth > MAX_DEPTH && Object.keys(schema).length > 0) {
    findings.add(5, at, `The schema is deeper than ${String(MAX_DEPTH)} levels.`);
    return;
  }
  if (schema.$ref !== undefined) {
    const name = typeof schema.$ref === 'string' ? /^#\/\$defs\/([^/]+)$/.exec(schema.$ref)?.[1] : undefined;
    if (name === undefined || !Object.hasOwn(defs, name))
      findings.add(5, join(at, '$ref'), 'The reference leads nowhere.');
  }
  checkObject(schema, at, findings);
  if (isObject(schema.properties)) {
    for (const name of Object.keys(schema.properties)) {
      walk(schema.properties[name], join(at, 'properties', name), depth + 1, defs, findings);
    }
  }
  if (schema.items !== undefined) walk(schema.items, join(at, 'items'), depth + 1, defs, findings);
  if (isObject(schema.additionalProperties)) {
    walk(schema.additionalProperties, join(at, 'additionalProperties'), depth + 1, defs, findings);
  }
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const) {
    if (!Array.isArray(schema[key])) continue;
    (schema[key] as unknown[]).forEach((branch, i) => {
      walk(branch, join(at, key, i), depth + 1, defs, findings);
    });
  }
}
