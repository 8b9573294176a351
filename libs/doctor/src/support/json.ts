export type JsonObject = Readonly<Record<string, unknown>>;

/** @returns the value if it is an object, not an array */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** @returns the value if it is a text with something in it */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @returns the texts of a list, or undefined if the value is no list */
export function asTexts(value: unknown): string[] | undefined {
  return Array.isArray(value)
    ? value.filter((entry): entry is string => typeof entry === 'string')
    : undefined;
}

/** @returns the words of a scope value */
export const words = (text: string | undefined): string[] => text?.split(/\s+/).filter(Boolean) ?? [];
