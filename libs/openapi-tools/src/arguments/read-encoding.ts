import { isObject, own } from '../document/is-object';
import { join } from '../document/pointer';
import type { ReportSink } from '../document/report-sink';
import type { Flat, Part } from '../schema/flat';
import type { Flattener } from '../schema/flattener';
import { inferTypes } from '../schema/infer';
import type { PropertyEncoding } from './body';
import type { BodyFormat } from './media-type';

export interface EncodingSource {
  readonly format: BodyFormat;
  /** The media type object. */
  readonly media: unknown;
  readonly pointer: string;
  readonly is30: boolean;
  readonly overrides: Readonly<Record<string, 'json' | 'brackets'>>;
}

const STYLES: ReadonlySet<string> = new Set(['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']);

/** The `encoding` of one property (OAS 3.1.2, Encoding Object) with what its schema adds to it. */
export function readEncoding(
  wire: string,
  parts: readonly Part[],
  source: EncodingSource,
  flattener: Flattener,
  sink: ReportSink,
): PropertyEncoding {
  const given = own(own(source.media, 'encoding'), wire);
  const encoding = isObject(given) ? given : {};
  const at = join(source.pointer, 'encoding', wire);
  if (isObject(encoding.headers) && Object.keys(encoding.headers).length > 0) {
    sink.add('lossy', 'part_headers', at, `Headers of the part "${wire}" are not sent.`);
  }
  const form = source.format === 'form';
  const style = typeof encoding.style === 'string' && form ? encoding.style : null;
  if (style !== null && !STYLES.has(style)) {
    sink.add('lossy', 'unknown_style', at, `Style "${style}" is not defined in a form; it is sent as form.`);
  }
  const isStyled = form && ['style', 'explode', 'allowReserved'].some((key) => encoding[key] !== undefined);
  const kind = form ? 'value' : kindOf(flattener.flat(parts), flattener, source.is30);
  return {
    kind,
    contentType: isStyled
      ? null
      : (concreteType(encoding.contentType) ?? mediaTypeOf(kind, parts, flattener)),
    style: isStyled ? (style !== null && STYLES.has(style) ? style : 'form') : null,
    explode: typeof encoding.explode === 'boolean' ? encoding.explode : null,
    allowReserved: form && encoding.allowReserved === true,
    override: form && Object.hasOwn(source.overrides, wire) ? (source.overrides[wire] ?? null) : null,
  };
}

/**
 * Raw bytes: 3.0 `format: binary`; 3.1 no type at all, or `contentMediaType` without `contentEncoding`. A string with
 * `contentEncoding` or `format: byte` is text already.
 */
function kindOf(flat: Flat, flattener: Flattener, is30: boolean): PropertyEncoding['kind'] {
  if (isFile(flat, is30)) return 'file';
  const { items } = flat;
  if (items === null || flat.unions.length > 0) return 'value';
  return isFile(flattener.flat(items), is30) ? 'files' : 'value';
}

function isFile(flat: Flat, is30: boolean): boolean {
  if (flat.unions.length > 0 || flat.enum !== null) return false;
  const types = inferTypes(flat);
  const isString = types !== null && types.size === 1 && types.has('string');
  if (isString && flat.format === 'binary') return flat.contentEncoding === null;
  if (is30) return false;
  if (flat.contentEncoding !== null) return false;
  return types === null ? flat.format !== 'byte' : isString && flat.contentMediaType !== null;
}

/** The first concrete type of a list such as `image/png, image/*`. */
function concreteType(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const types = value.split(',').map((type) => type.trim());
  return types.find((type) => isMediaType(type)) ?? null;
}

function mediaTypeOf(
  kind: PropertyEncoding['kind'],
  parts: readonly Part[],
  flattener: Flattener,
): string | null {
  if (kind === 'value') return null;
  const flat = flattener.flat(parts);
  const { contentMediaType } = kind === 'file' || flat.items === null ? flat : flattener.flat(flat.items);
  return concreteType(contentMediaType);
}

/** A media type that can stand in a header as it is (RFC 9110, Media Type). */
export function isMediaType(text: string): boolean {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\u0020-\u007e]*)?$/.test(text);
}
