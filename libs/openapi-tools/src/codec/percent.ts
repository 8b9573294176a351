/** RFC 3986 unreserved characters only: these stay as they are. */
const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;
const LEFT_BARE = /[!'()*]/g;
const RESERVED_KEPT = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g;

/** Percent-encodes everything but unreserved characters; null for a lone surrogate. */
export function encodeStrict(text: string): string | null {
  if (UNRESERVED.test(text)) return text;
  try {
    return encodeURIComponent(text).replace(
      LEFT_BARE,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return null;
  }
}

/** As `encodeStrict`, with `:/?@!$'()*,;=` bare; `# [ ] & + %` and space stay encoded, so data stays data. */
export function encodeReserved(text: string): string | null {
  return encodeStrict(text)?.replace(RESERVED_KEPT, (code) => decodeURIComponent(code)) ?? null;
}

/** The text behind percent-encoding; the text itself where it is not valid encoding. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
