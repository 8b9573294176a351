import { isObject } from '../document/is-object';
import type { JsonObject } from '../model/json';
import type { Profile } from '../model/tool';
import type { GateFindings } from './findings';

const ROOT = ['type', 'properties', 'required', 'additionalProperties'];

/**
 * Rule 2: the root is exactly a closed object.
 * - `$defs` joins it in profile `full-2020-12` only
 * - profile `gemini` has no word for closed
 */
export function checkRoot(schema: JsonObject, profile: Profile, findings: GateFindings): void {
  const at = '/inputSchema';
  const known = new Set(ROOT);
  if (profile === 'full-2020-12') known.add('$defs');
  if (profile === 'gemini') known.delete('additionalProperties');
  for (const key of Object.keys(schema)) {
    if (!known.has(key)) findings.add(2, `${at}/${key}`, `The root may not hold "${key}".`);
  }
  if (schema.type !== 'object') findings.add(2, `${at}/type`, 'The root is not an object.');
  if (!isObject(schema.properties)) findings.add(2, `${at}/properties`, 'The root has no properties.');
  if (!Array.isArray(schema.required))
    findings.add(2, `${at}/required`, 'The root has no list of required names.');
  if (profile !== 'gemini' && schema.additionalProperties !== false) {
    findings.add(2, `${at}/additionalProperties`, 'The root is not closed.');
  }
}
