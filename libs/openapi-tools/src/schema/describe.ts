import { clean } from '../text/hygiene';
import { cutText } from '../text/cut';
import type { Flat } from './flat';

export const PROPERTY_DESCRIPTION_CAP = 1000;

/** Formats whose pattern repeats what the format already says. */
const SELF_EXPLAINING: ReadonlySet<string> = new Set([
  'uuid',
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'uri',
  'hostname',
  'ipv4',
  'ipv6',
]);

/** Description of a node: the document's own text, then what the schema itself cannot show. */
export function describe(flat: Flat, notes: readonly string[]): string {
  const base = clean(flat.description ?? flat.title ?? '');
  const marked = flat.deprecated && !/^deprecated/i.test(base) ? `Deprecated: ${base}`.trim() : base;
  const extra = notes.filter((note) => note !== '').map((note) => clean(note));
  const tail = extra.join(' ');
  const room = Math.max(100, PROPERTY_DESCRIPTION_CAP - tail.length - 1);
  const head = cutText(marked, room);
  const joint = head === '' || tail === '' ? '' : /[.!?:…]$/.test(head) ? ' ' : '. ';
  return cutText(`${head}${joint}${tail}`, PROPERTY_DESCRIPTION_CAP);
}

/** Patterns worth showing; a known format speaks for itself. */
export function patternsOf(flat: Flat): readonly string[] {
  return flat.format !== null && SELF_EXPLAINING.has(flat.format) ? [] : flat.patterns;
}
