import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import { textOf } from './repository';

/**
 * @returns the documents of a YAML file, read by the rules of version 1.1, as Docker and Kubernetes read them: an
 *   unquoted `on` is no text
 */
export function readYaml(path: string, replace = (text: string): string => text): any[] {
  return loadAll(replace(textOf(path)), { schema: YAML11_SCHEMA }) as any[];
}
