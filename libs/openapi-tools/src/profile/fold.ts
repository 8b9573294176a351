import type { JsonObject, JsonValue } from '../model/json';
import { cutText } from '../text/cut';
import { stableJson } from '../text/stable-json';

const DESCRIPTION_CAP = 1000;
const DEFAULT_CAP = 120;

export type Folded =
  | 'format'
  | 'default'
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'minLength'
  | 'maxLength'
  | 'minItems'
  | 'maxItems';

export const ALL_FOLDED: ReadonlySet<Folded> = new Set<Folded>([
  'format',
  'default',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
]);

/** What keywords say that a profile cannot show, as short sentences. */
export function foldText(node: JsonObject, folded: ReadonlySet<Folded>): string {
  const read = (key: Folded): JsonValue | undefined => (folded.has(key) ? node[key] : undefined);
  return [
    formatText(read('format')),
    range(read('minimum'), read('maximum'), ''),
    limit('Above', read('exclusiveMinimum')),
    limit('Below', read('exclusiveMaximum')),
    range(read('minLength'), read('maxLength'), ' chars'),
    range(read('minItems'), read('maxItems'), ' items'),
    defaultText(read('default')),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function range(least: JsonValue | undefined, most: JsonValue | undefined, unit: string): string {
  if (most === undefined) {
    if (least === 1 && unit !== '') return 'Not empty.';
    return least === undefined ? '' : `Min ${stableJson(least)}${unit}.`;
  }
  if (least === undefined) return `Max ${stableJson(most)}${unit}.`;
  return least === most
    ? `Exactly ${stableJson(least)}${unit}.`
    : `${stableJson(least)} to ${stableJson(most)}${unit}.`;
}

function formatText(value: JsonValue | undefined): string {
  if (typeof value !== 'string') return '';
  return value === 'uuid' ? 'UUID.' : `Format ${value.slice(0, 60)}.`;
}

function limit(word: string, value: JsonValue | undefined): string {
  return value === undefined ? '' : `${word} ${stableJson(value)}.`;
}

function defaultText(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  const text = stableJson(value);
  return text.length > DEFAULT_CAP ? '' : `Default ${text}.`;
}

/** Texts as one description; what was said first gives way, because what is added stands nowhere else. */
export function joinTexts(...texts: readonly (JsonValue | undefined)[]): string {
  const parts = texts.filter((text): text is string => typeof text === 'string' && text !== '');
  const [head = '', ...tail] = parts;
  const rest = tail.join(' ');
  if (rest === '') return cutText(head, DESCRIPTION_CAP);
  const kept = cutText(head, Math.max(100, DESCRIPTION_CAP - rest.length - 2));
  return cutText(`${kept}${/[.!?:…]$/.test(kept) ? '' : '.'} ${rest}`, DESCRIPTION_CAP);
}
