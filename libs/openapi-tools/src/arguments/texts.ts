import type { Part } from '../schema/flat';

/** Own texts of a place before those of its schema. */
export function withTexts(
  parts: readonly Part[],
  description: string | null,
  deprecated: boolean,
  pointer: string,
): readonly Part[] {
  if (description === null && !deprecated) return parts;
  const texts: Record<string, unknown> = {};
  if (description !== null) texts.description = description;
  if (deprecated) texts.deprecated = true;
  return [{ schema: texts, pointer }, ...parts];
}
