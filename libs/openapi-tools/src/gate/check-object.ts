import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import { isLegalKey } from '../names/property-names';
import type { GateFindings } from './findings';

/** Rules 2 and 3: legal keys, and `required` names declared properties only, at every level. */
export function checkObject(schema: Record<string, unknown>, at: string, findings: GateFindings): void {
  const names = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  for (const name of names) {
    if (!isLegalKey(name))
      findings.add(3, join(at, 'properties', name), `"${name.slice(0, 80)}" is not a legal key.`);
  }
  if (!Array.isArray(schema.required)) return;
  for (const name of schema.required as unknown[]) {
    if (typeof name !== 'string' || !names.includes(name)) {
      findings.add(2, join(at, 'required'), `"${String(name).slice(0, 80)}" is required but not declared.`);
    }
  }
}
