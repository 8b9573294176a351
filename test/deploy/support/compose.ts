import { readYaml } from './yaml';

/** @returns a compose file as it is where no variable is set */
export function readCompose(path: string): any {
  const [document] = readYaml(path, (text) => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1'));
  return document;
}

/** Files given together: lists are joined, but for a command, which is replaced; mappings are merged by key. */
export function mergeCompose(base: any, override: any): any {
  if (Array.isArray(base) && Array.isArray(override)) return [...base, ...override];
  if (typeof base !== 'object' || typeof override !== 'object') return override;
  const merged = { ...base };
  for (const [key, value] of Object.entries(override)) {
    merged[key] = key in base && key !== 'command' ? mergeCompose(base[key], value) : value;
  }
  return merged;
}
