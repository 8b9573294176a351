/**
 * What models and tools give is text of any kind, and PostgreSQL stores neither NUL nor half of a surrogate pair.
 * @returns the same with U+FFFD in place of such characters, in all strings and keys; bytes and dates stay
 */
export function storable<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [cleanText(key), cleaned(entry)]));
}

// UTF-8 has no lone surrogates: writing them gives the replacement character.
const cleanText = (text: string): string => Buffer.from(text).toString().replaceAll('\0', '\ufffd');
