import type { JsonType } from '../model/json';
import type { Flat } from './flat';
import { typeOf } from './types';

/**
 * Types of a level whose document may leave them out.
 * - members make it an object, items an array: that is what authors mean
 * - an enum of one type has that type
 */
export function inferTypes(flat: Flat): ReadonlySet<JsonType> | null {
  if (flat.types !== null) return flat.types;
  if (flat.properties.size > 0 || flat.additional !== null || flat.patternProperties.size > 0) {
    return new Set(['object']);
  }
  if (flat.items !== null || flat.prefixItems !== null) return new Set(['array']);
  if (flat.enum === null) return null;
  const types = new Set(flat.enum.map(typeOf));
  if (types.has('number')) types.delete('integer');
  return types.size === 1 ? types : null;
}
