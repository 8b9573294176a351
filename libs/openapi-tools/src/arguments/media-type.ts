import { isObject } from '../document/is-object';
import { OperationRefused } from '../document/refused';
import { byCodeUnit } from '../text/sort';

/** How a request body is written. */
export type BodyFormat = 'json' | 'form' | 'multipart' | 'text' | 'binary';

export interface PickedMedia {
  /** Key in `content`. */
  readonly key: string;
  readonly format: BodyFormat;
  /** What is sent; null where the document gives a range only (`image/*`) and the caller may name the type. */
  readonly contentType: string | null;
}

const FORMATS: readonly BodyFormat[] = ['json', 'form', 'multipart', 'text', 'binary'];

/** Types that are no `text/*` and text all the same. */
const TEXTUAL =
  /^application\/(?:(?:.+\+)?(?:xml|yaml)|x-yaml|(?:x-)?ndjson|x-jsonlines|jsonl|json-seq|javascript|graphql|sql|toml|csv)$/;

/** Media type without parameters, in lower case. */
export function essence(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

export function isJson(mediaType: string): boolean {
  const type = essence(mediaType);
  return type === 'application/json' || type.endsWith('+json') || type === 'text/json';
}

export function isMergePatch(mediaType: string): boolean {
  return essence(mediaType) === 'application/merge-patch+json';
}

/**
 * The declared request media type that is sent: JSON before other `+json` types before wildcards with a structured
 * schema, then urlencoded, multipart, text, bytes.
 * @throws OperationRefused when none of them can be written
 */
export function pickMediaType(
  content: Record<string, unknown>,
  wanted: string | null,
  pointer: string,
): PickedMedia {
  const types = Object.keys(content).sort(byCodeUnit);
  const asked = wanted === null ? types : types.filter((type) => essence(type) === essence(wanted));
  const rows = asked.flatMap((key) => {
    const format = formatOf(key, content[key]);
    return format === null ? [] : [{ key, format, rank: rankOf(key, format) }];
  });
  const [best] = rows.sort((a, b) => a.rank - b.rank || byCodeUnit(a.key, b.key));
  if (best === undefined) throw unsupported(pointer, wanted ?? types.join(', '));
  return { key: best.key, format: best.format, contentType: sentType(best.key, best.format) };
}

function formatOf(key: string, media: unknown): BodyFormat | null {
  const type = essence(key);
  if (!/^[^/\s]+\/[^/\s]+$/.test(type)) return null;
  if (isJson(type)) return 'json';
  if (type === '*/*' || type === 'application/*') return wildcardFormat(media);
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type === 'multipart/form-data' || type === 'multipart/*') return 'multipart';
  // Other multipart types have parts without names: flat arguments cannot say which is which.
  if (type.startsWith('multipart/')) return null;
  return type.startsWith('text/') || TEXTUAL.test(type) ? 'text' : 'binary';
}

/** A wildcard type with a structured schema is JSON, with a string text, without a schema bytes. */
function wildcardFormat(media: unknown): BodyFormat {
  const schema = isObject(media) ? media.schema : undefined;
  if (!isObject(schema) || Object.keys(schema).length === 0) return 'binary';
  if (schema.type !== 'string') return 'json';
  return schema.format === 'binary' ? 'binary' : 'text';
}

function rankOf(key: string, format: BodyFormat): number {
  if (format !== 'json') return 10 + FORMATS.indexOf(format);
  if (essence(key) === 'application/json') return 0;
  return isJson(key) ? 1 : 2;
}

function sentType(key: string, format: BodyFormat): string | null {
  if (!key.includes('*')) return key.trim();
  if (format === 'json') return 'application/json';
  if (format === 'multipart') return 'multipart/form-data';
  return format === 'text' ? 'text/plain' : null;
}

function unsupported(pointer: string, types: string): OperationRefused {
  return new OperationRefused(
    'unsupported_media_type',
    pointer,
    `Request bodies of type ${types} are not converted; declare JSON, a form, text or a binary type.`,
  );
}
