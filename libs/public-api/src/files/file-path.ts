/** Longest path in bytes of UTF-8. */
export const PATH_MAX_BYTES = 1024;

const CONTROL = /\p{Cc}/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The rules of a path, in the order in which a broken one is reported.
 *
 * - Paths are compared byte by byte, so one spelling per text is allowed: NFC.
 * - A part `.` or `..`, an empty part, a leading `/` or a `\` would mean another file to some reader of the path.
 *
 * @returns what is wrong with the path, as the end of a sentence, or `undefined` if nothing is
 */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'must not be empty';
  if (LONE_SURROGATE.test(path)) return 'must not contain lone surrogates';
  if (Buffer.byteLength(path) > PATH_MAX_BYTES) return `must have at most ${PATH_MAX_BYTES} bytes in UTF-8`;
  if (CONTROL.test(path)) return 'must not contain control characters';
  if (path.includes('\\')) return 'must not contain a backslash; separate folders by /';
  if (path !== path.normalize('NFC')) return 'must be in Unicode normalization form NFC';
  if (path.startsWith('/')) return 'must be relative, without a leading /';
  const parts = path.split('/');
  if (parts.includes('')) return 'must not contain an empty part, such as // or a trailing /';
  if (parts.includes('.') || parts.includes('..')) return 'must not contain a part that is . or ..';
  return undefined;
}

/** @returns what is wrong with a file name (one part of a path), or `undefined` if nothing is */
export function nameFault(name: string): string | undefined {
  return name.includes('/') ? 'must be a name without /; a file stays in its folder' : pathFault(name);
}

/** @returns last part of a path */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @returns the folders that a path lies in, outermost first: `a/b/c` → `a`, `a/b` */
export function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** @returns the path of the same folder with another last part */
export function siblingOf(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name;
}

/** @returns what follows the last dot, in lower case; `''` for none. A leading dot hides a file and starts no extension */
export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}
