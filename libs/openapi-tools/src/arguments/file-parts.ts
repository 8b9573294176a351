import { isObject } from '../document/is-object';
import type { Part } from '../schema/flat';

const TEXTS = ['title', 'description', 'deprecated'] as const;

/**
 * What a model is shown for raw bytes: a string, or a list of strings, with the texts of the document. Its bounds
 * count bytes and say nothing about Base64.
 */
export function fileParts(parts: readonly Part[], listed: boolean): Part[] {
  const schema: Record<string, unknown> = { type: 'string' };
  const [first] = parts;
  if (isObject(first?.schema)) {
    for (const key of TEXTS) if (first.schema[key] !== undefined) schema[key] = first.schema[key];
  }
  const shown = listed ? listOf(schema) : schema;
  return [{ schema: shown, pointer: first?.pointer ?? '' }];
}

function listOf({ type, ...texts }: Record<string, unknown>): Record<string, unknown> {
  return { ...texts, type: 'array', items: { type } };
}
