export type Json = Record<string, unknown>;

/** @returns whether the value is a JSON object */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
