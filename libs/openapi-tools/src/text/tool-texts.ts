import { clean } from './hygiene';
import { cutText } from './cut';
import { splitWords } from './words';

const TITLE_CAP = 80;
const RETRY_TEXT = 'When retrying, repeat the same idempotency_key.';

export interface TextSource {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly summary: unknown;
  readonly description: unknown;
  readonly overrideTitle: string | null;
  readonly overrideDescription: string | null;
  readonly deprecated: boolean;
  /** Name of the idempotency argument, when the tool has one. */
  readonly idempotencyArgument: string | null;
  readonly cap: number;
}

export function titleOf(source: TextSource): string {
  const words = splitWords(source.name).join(' ');
  const derived = words === '' ? source.name : words.charAt(0).toUpperCase() + words.slice(1);
  return cutText(firstText(source.overrideTitle, source.summary) ?? derived, TITLE_CAP);
}

export function descriptionOf(source: TextSource): string {
  const text =
    firstText(source.overrideDescription, source.description, source.summary) ??
    `${source.method} ${source.path}`;
  const marked = source.deprecated && !/^deprecated/i.test(text) ? `Deprecated: ${text}` : text;
  const name = source.idempotencyArgument;
  if (name === null || /idempotency/i.test(marked)) return cutText(marked, source.cap);
  const tail = RETRY_TEXT.replace('idempotency_key', name);
  const head = cutText(marked, Math.max(1, source.cap - tail.length - 2));
  return `${head}${/[.!?…]$/.test(head) ? '' : '.'} ${tail}`;
}

function firstText(...texts: unknown[]): string | null {
  for (const text of texts) {
    const cleaned = typeof text === 'string' ? clean(text) : '';
    if (cleaned !== '') return cleaned;
  }
  return null;
}
