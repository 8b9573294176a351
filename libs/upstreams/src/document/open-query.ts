import { follow, isLoose } from './json';
import type { Loose } from './json';

/**
 * An exploded object of style `form` is spread over the query under the names of its own fields.
 * https://spec.openapis.org/oas/v3.1.2.html#style-values
 *
 * @param lists parameters of path item and operation
 * @returns whether the operation takes query parameters that its document does not name
 */
export function hasOpenQuery(root: Loose, lists: readonly unknown[]): boolean {
  return lists.some(
    (list) => Array.isArray(list) && list.some((given) => isSpread(root, follow(root, given))),
  );
}

function isSpread(root: Loose, parameter: Loose | undefined): boolean {
  if (parameter?.in !== 'query') return false;
  const { style = 'form', explode = style === 'form' } = parameter;
  if (style === 'deepObject' || explode !== true) return false;
  const schema = follow(root, parameter.schema);
  if (!schema) return false;
  const types = [schema.type].flat();
  return (
    types.includes('object') ||
    ['properties', 'additionalProperties', 'allOf', 'oneOf', 'anyOf'].some(
      (key) => isLoose(schema[key]) || Array.isArray(schema[key]),
    )
  );
}
