const PLAIN = /^[A-Za-z0-9_~-]+$/;

const FORBIDDEN = /[/\\\u0000-\u001f\u007f-\u009f]/;

/**
 * Whether a text may stand in a path, after lenient decoding up to twice: URL parsers treat
 * `%2e%2e` as `..`, turn `\` into `/` and drop tabs, so encoding alone is no protection.
 */
export function isSafeInPath(text: string): boolean {
  if (PLAIN.test(text)) return true;
  let seen = text;
  for (let round = 0; round < 3; round += 1) {
    if (seen === '' || seen === '.' || seen === '..' || FORBIDDEN.test(seen)) return false;
    const next = lenientDecode(seen);
    if (next === seen) return true;
    seen = next;
  }
  return true;
}

/** True when no segment of a built path can be read as a step to another place. */
export function hasSafeSegments(path: string): boolean {
  return path
    .slice(1)
    .split('/')
    .every((segment) => segment === '' || isSafeInPath(segment));
}

/** Decodes every valid escape and leaves the rest, as tolerant parsers do. */
function lenientDecode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.replace(/%[0-9A-Fa-f]{2}/g, (code) =>
        String.fromCharCode(Number.parseInt(code.slice(1), 16)),
      );
    }
  });
}
