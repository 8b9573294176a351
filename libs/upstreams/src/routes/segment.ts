/** One part of a path template between slashes. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string; readonly wire: string }
  | { readonly kind: 'variable'; readonly name: string }
  /** Text around variables, such as `{name}.json`. */
  | { readonly kind: 'mixed'; readonly pattern: RegExp; readonly names: readonly string[] };

const VARIABLE = /\{([^{}]+)\}/g;

/** @returns the parts of a path template of a document, e.g. `/pets/{pet_id}` */
export function segmentsOfTemplate(template: string): Segment[] {
  return template.slice(1).split('/').map(toSegment);
}

function toSegment(text: string): Segment {
  const names = [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
  if (names.length === 0) return { kind: 'literal', text: decoded(text), wire: encoded(text) };
  const [name = ''] = names;
  if (text === `{${name}}`) return { kind: 'variable', name };
  const source = text
    .split(VARIABLE)
    .map((part, index) => (index % 2 === 0 ? escapeRegExp(encoded(part)) : '(.+?)'))
    .join('');
  return { kind: 'mixed', pattern: new RegExp(`^${source}$`), names };
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What a URL cannot hold bare is escaped; escapes stay. */
const encoded = (text: string): string =>
  text.toWellFormed().replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@%]/gu, (char) => encodeURIComponent(char));

/** @returns the text without its escapes, or as it is where one of them is broken */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
